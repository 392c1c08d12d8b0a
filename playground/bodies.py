"""The bodies of the people's API: what the page and the driver send."""

from typing import Any

from pydantic import BaseModel


class NewPerson(BaseModel):
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "id"


class NewPeople(BaseModel):
    first_names: list[str]


class ChannelTaken(BaseModel):
    title: str | None = None


class Start(BaseModel):
    payload: str | None = None


class NewGroup(BaseModel):
    title: str
    creator: int
    members: list[int] = []
    forum: bool = False


class Membership(BaseModel):
    person: int
    add: bool = True
    by: int | None = None


class BotMembership(BaseModel):
    by: int
    add: bool = True
    admin: bool = False
    payload: str | None = None


class Role(BaseModel):
    person: int
    status: str = "member"
    anonymous: bool = False


class NewTopic(BaseModel):
    name: str
    by: int | None = None


class TopicState(BaseModel):
    closed: bool
    by: int | None = None


class NewMessage(BaseModel):
    """Exactly one of text, location, venue, sticker and contact is meant."""

    person: int
    text: str | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    anonymous: bool = False
    location: dict[str, Any] | None = None
    venue: dict[str, Any] | None = None
    sticker: str | None = None
    contact: bool = False

    def where(self) -> dict[str, Any]:
        return {"reply_to": self.reply_to, "thread_id": self.thread_id, "anonymous": self.anonymous}

    def content(self) -> dict[str, Any]:
        return self.model_dump(include={"location", "venue", "sticker", "contact"}, exclude_none=True)


class Edit(BaseModel):
    person: int
    message_id: int
    text: str


class Tap(BaseModel):
    person: int
    message_id: int
    data: str | None = None
    label: str | None = None


class KeyboardTap(BaseModel):
    person: int
    label: str
    location: dict[str, Any] | None = None


class Vote(BaseModel):
    person: int
    option_ids: list[int]


class ByPerson(BaseModel):
    person: int


class NewOption(BaseModel):
    person: int
    text: str


class Forward(BaseModel):
    person: int
    from_chat_id: int
    message_id: int
    reply_to: int | None = None
    thread_id: int | None = None
    anonymous: bool = False

    def where(self) -> dict[str, Any]:
        return {"reply_to": self.reply_to, "thread_id": self.thread_id, "anonymous": self.anonymous}


class FloodSwitch(BaseModel):
    chat_id: int | None = None
    retry_after: int = 1
    times: int = 1


class WithholdSwitch(BaseModel):
    kind: str
    on: bool = True


class TwiceSwitch(BaseModel):
    kind: str
    times: int = 1


class FailSwitch(BaseModel):
    method: str | None = None
    kind: str
    times: int = 1
    delay: float | None = None


class PowerSwitch(BaseModel):
    on: bool
