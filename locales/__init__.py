"""The words: gettext catalogues, one per dialogue, whose keys are shaped like it, in every language that is complete.

Texts are Telegram HTML with `{placeholders}`; what a resident typed is escaped when it is put in. Labels are plain.
"""

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

FOLDER = Path(__file__).parent
REFERENCE = "id"
OFFERED = ("id", "en")
"""The languages that are complete, the reference first; `tests/locales` proves it."""


class MissingWords(KeyError):
    """A key that no catalogue has: a mistake of ours, found by a test before it finds a person."""


class Words:
    """All sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        self._found: dict[str, str] = {}

    def text(self, key: str, **values: object) -> str:
        """A sentence as Telegram HTML; values are escaped, unless they are Markup already."""
        if not values:
            return self._plain(key)
        return str(Markup(self._raw(key, values)).format(**values))  # noqa: S704 - our own catalogue, values are escaped by format

    def label(self, key: str, **values: object) -> str:
        """A button, a toast or another plain text: nothing is escaped, for nothing is parsed."""
        return self._raw(key, values).format(**values) if values else self._plain(key)

    def _plain(self, key: str) -> str:
        """What has no placeholders is looked up once."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._raw(key, {}).format()
        return found

    def has(self, key: str) -> bool:
        return self._catalogue.gettext(key) != key

    def _raw(self, key: str, values: dict[str, object]) -> str:
        count = values.get("count")
        if isinstance(count, int):
            found = self._catalogue.ngettext(key, key, count)
            if found != key:
                return found
        found = self._catalogue.gettext(key)
        if found == key:
            raise MissingWords(key)
        return found


def offered(code: str | None) -> str:
    """The offered language nearest to a Telegram language code such as `en-GB`; the reference if there is none."""
    short = (code or "").replace("_", "-").split("-")[0].lower()
    return short if short in OFFERED else REFERENCE


@cache
def words(language: str) -> Words:
    """The words of a language that is offered, else of the reference."""
    return Words(language if language in OFFERED else REFERENCE)


def catalogue_files(language: str) -> list[Path]:
    """One .po per dialogue or room; together they are the language."""
    return sorted((FOLDER / language).glob("*.po"))


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    together = Catalog(locale=None)
    for file in catalogue_files(language):
        with file.open("rb") as source:
            for message in read_po(source):
                together[message.id] = message  # the header is a message too: all files say the same plural rule
    compiled = io.BytesIO()
    write_mo(compiled, together)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
