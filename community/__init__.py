"""The rules: what may happen in a neighbourhood, and making it happen; no Telegram, no web, no sentences."""
