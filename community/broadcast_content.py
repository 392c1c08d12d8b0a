"""What an announcement says: words, files as Telegram knows them, a place, a poll; and who is to get it."""

from enum import StrEnum

from pydantic import BaseModel

from storage.media import MediaKind

LONGEST = 3_500
"""Letters of an announcement: with its heading, and as HTML, it stays one message of Telegram's 4,096."""
CAPTION = 900
"""Letters that stand under a file, with the heading, within Telegram's 1,024."""
MOST_FILES = 10
"""Bot API, sendMediaGroup."""


class File(BaseModel):
    kind: MediaKind
    file_id: str


class Point(BaseModel):
    """In WGS 84 degrees; with a name it is shown as a venue."""

    latitude: float
    longitude: float
    name: str = ""


class Poll(BaseModel):
    """A poll as it stands in its author's chat: passed on, all answer the same one."""

    chat: int
    message_id: int


class Content(BaseModel):
    """`html` is Telegram HTML, escaped already, with `{nama}` where each reads their own name.

    `apart`: the words were too many for the one file that comes with them, and are a message of their own.
    """

    html: str = ""
    apart: bool = False
    files: list[File] = []
    place: Point | None = None
    poll: Poll | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.html or self.files or self.place or self.poll)

    @property
    def bears_words(self) -> bool:
        """True if the words stand under the one file."""
        return len(self.files) == 1 and not self.apart


def laid_out(content: Content) -> Content:
    """The same, with its words under its one file or apart from it, as they have room."""
    return content.model_copy(update={"apart": len(content.files) == 1 and len(content.html) > CAPTION})


class Who(StrEnum):
    everyone = "everyone"
    office = "office"
    followers = "followers"
    """Those who hear of one need."""
    unanswered = "unanswered"
    """Those who were asked whether one need is met, and have not said."""


class Audience(BaseModel):
    """`communities` are those whose residents are meant, `destinations` the groups and topics that get it too."""

    who: Who = Who.everyone
    communities: list[int] = []
    need_id: int | None = None
    destinations: list[int] = []
