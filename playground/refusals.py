"""What this Telegram says when it refuses: code, words, and the parameters a bot may act on."""

from typing import Any


class RefusedError(Exception):
    """A call that Telegram would not carry out, in Telegram's own words."""

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(words: str, **parameters: Any) -> RefusedError:
    return RefusedError(f"Bad Request: {words}", **parameters)


def upgraded(supergroup_id: int) -> RefusedError:
    """The basic group has become a supergroup of this id."""
    return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=supergroup_id)


def internal_error() -> RefusedError:
    return RefusedError("Internal Server Error", code=500)


def forbidden(words: str) -> RefusedError:
    return RefusedError(f"Forbidden: {words}", code=403)


def conflict(words: str) -> RefusedError:
    return RefusedError(f"Conflict: {words}", code=409)


def too_many(retry_after: int) -> RefusedError:
    """retry_after in seconds, as in the parameters of the answer."""
    return RefusedError(f"Too Many Requests: retry after {retry_after}", code=429, retry_after=retry_after)
