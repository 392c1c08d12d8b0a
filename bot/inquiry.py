"""Asking the Bot API who we are, for `rembuk doctor`."""

from telegram.error import InvalidToken, TelegramError

from bot.transport import Transport


async def ask(telegram_url: str, token: str) -> list[tuple[str, bool, str]]:
    """What was asked, whether it is fine, and a sentence; never the token."""
    transport = Transport()
    await transport.initialize()
    try:
        me = await transport.call(f"{telegram_url}/bot{token}/getMe", {})
        hook = await transport.call(f"{telegram_url}/bot{token}/getWebhookInfo", {})
    except InvalidToken:
        return [("bot", False, "Telegram does not know this token")]
    except TelegramError as error:
        return [("bot", False, f"the Bot API cannot be reached: {type(error).__name__}")]
    finally:
        await transport.shutdown()
    found = [("bot", True, f"@{me.get('username')} ({me.get('id')})")]
    if me.get("can_read_all_group_messages"):
        found.append(("privacy", False, "the bot can read all group messages; BotFather's /setprivacy turns that off"))
    if hook.get("url"):
        found.append(
            ("webhook", not hook.get("last_error_message"), f"set, {hook.get('pending_update_count', 0)} waiting")
        )
    return found
