"""/bahasa: one tap per offered language, each named in itself."""

from typing import Any

from community import languages
from conversations import engine
from conversations.dialogue import Choice
from conversations.stage import for_known
from conversations.talk import Card, Talk
from locales import OFFERED, words


@for_known
def show(talk: Talk[Any]) -> None:
    rows = [[Choice(f"speak.{code}", label=words(code).label("language.name"))] for code in OFFERED]
    talk.say("language.ask", rows=rows)


def chosen(talk: Talk[Any], code: str) -> None:
    """From here on in this language; the draft that waits is asked in it too."""
    if code not in OFFERED:
        talk.toast("stage.gone")
        return
    languages.choose(talk.session, talk.person.person_id, code)
    talk.look_again()
    talk.settle_tapped(None)
    talk.say("language.chosen", home=True)
    if talk.person.standing is not None:
        engine.ask(talk, talk.person.standing)


CARDS: dict[str, Card] = {"speak": Card(chosen)}
