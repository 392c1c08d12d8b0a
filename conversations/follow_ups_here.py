"""What was agreed on to do, as its owner says that it is done, and as organisers look at all of it.

B Besok: beli engsel. Kesepakatan rapat …     [✅ Sudah]
> [✅ Sudah]                                  toast: Terima kasih 🙏          the button is gone
> [📌 Tindak lanjut]
B Tindak lanjut rapat …: ✅ beli engsel · Asep …      [✅ sapu balai] …
"""

from typing import Any

from community import follow_ups
from community.minutes import Task
from community.refusals import AlreadySo
from conversations import event_control, event_lines, minutes_lines
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import subject_in
from storage import minutes
from storage.minutes import FollowUp

_LIST = "list"


def listed(talk: Talk[Any], argument: str) -> None:
    """[📌 Tindak lanjut], for organisers."""
    _draw(talk, subject_in(argument)[0])


def _draw(talk: Talk[Any], occurrence_id: int) -> None:
    found = follow_ups.listed(talk.session, occurrence_id, by=talk.person.person_id)
    event, _ = event_control.seen(talk, occurrence_id)
    lines = [f"{'✅' if one.done_at else '▫️'} {minutes_lines.task(talk.words, _task(one))}" for one in found]
    rows = [
        [Choice(f"{minutes_lines.DONE}.{one.id}.{_LIST}", label=event_control.short_label(f"✅ {one.what}"))]
        for one in found
        if one.done_at is None
    ]
    rows.append([Choice(f"called.{occurrence_id}", "stage.back")])
    key = "minutes.tasks.list" if found else "minutes.tasks.none"
    talk.redraw(key, rows=rows, what=event_lines.within(talk.words, event), lines=review.lines(lines))


def _task(one: FollowUp) -> Task:
    return Task(one.what, one.who, one.who_id, one.due_on)


def done(talk: Talk[Any], argument: str) -> None:
    """[✅ Sudah]: `todone.<number>`, from the list with `.list` behind it."""
    number, where = subject_in(argument)
    key, said = "minutes.tasks.thanks", None
    try:
        one = follow_ups.done(talk.session, number, by=talk.person.person_id, now=talk.now)
        said = talk.words.text("minutes.tasks.done", what=one.what)
    except AlreadySo as why:
        key = why.key
    talk.toast(key)
    if where == _LIST and talk.is_organiser:
        _draw_around(talk, number)
    else:
        talk.settle_tapped(said)


def _draw_around(talk: Talk[Any], follow_up_id: int) -> None:
    """The list that it stands on, as it is now: of two organisers who tick the same both go on with it."""
    one = minutes.follow_up(talk.session, follow_up_id)
    if one is not None:
        _draw(talk, follow_ups.of(talk.session, one)[1].id)


CARDS: dict[str, Card] = {minutes_lines.TASKS: Card(listed), minutes_lines.DONE: Card(done)}
