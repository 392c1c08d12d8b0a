"""How loudly each kind of notice may speak: one table, so that nothing new is said without thinking of who sleeps."""

from collections.abc import Mapping
from enum import StrEnum

from storage.hearing import ANNOUNCEMENT


class Voice(StrEnum):
    """How much a notice may disturb.

    `urgent`: danger, and what a tap of one's own has just asked for: always. `personal`: about one's own thing, a
    question to oneself, an answer: never in quiet hours. `news`: what one follows, reminders: besides, no more of it a
    week than wanted, the rest in the digest. `passing`: news of the day for a group, that in quiet hours is let go.
    """

    urgent = "urgent"
    personal = "personal"
    news = "news"
    passing = "passing"


PAPERS = ("invitation", "attendance", "minutes", "agreement")
VOICES: Mapping[str, Voice] = {
    # danger, what a tap has just asked for, and what makes no sound: taking away, drawing anew
    "need.danger": Voice.urgent,
    "need.letter": Voice.urgent,
    "need.redrawn": Voice.urgent,
    "week.report": Voice.urgent,
    "broadcast.card": Voice.urgent,
    "broadcast.progress": Voice.urgent,
    "broadcast.edit": Voice.urgent,
    "broadcast.recall": Voice.urgent,
    "person.data": Voice.urgent,
    "person.gone.id": Voice.urgent,
    "person.gone.en": Voice.urgent,
    "community.poster": Voice.urgent,
    "group.placing": Voice.urgent,
    "group.card": Voice.urgent,
    "group.tidy": Voice.urgent,
    "poll.redrawn": Voice.urgent,
    "poll.stopped": Voice.urgent,
    "poll.votes": Voice.urgent,
    "poll.chart": Voice.urgent,
    "event.redrawn": Voice.urgent,
    "event.withdrawn": Voice.urgent,
    "event.errand": Voice.urgent,
    "event.code": Voice.urgent,
    **dict.fromkeys((f"event.paper.{one}" for one in PAPERS), Voice.urgent),
    **dict.fromkeys((f"event.paper.{one}.word" for one in PAPERS), Voice.urgent),
    "event.file": Voice.urgent,
    # about one's own thing, a question to oneself, an answer
    "closing.ask": Voice.personal,
    "closing.told": Voice.personal,
    "closing.reopened": Voice.personal,
    "need.question": Voice.personal,
    "need.answered": Voice.personal,
    "need.wrote": Voice.personal,
    "need.replied": Voice.personal,
    "need.handed": Voice.personal,
    "need.flagged": Voice.personal,
    "need.hidden": Voice.personal,
    "need.reviewed": Voice.personal,
    "need.shown": Voice.personal,
    "media.lost": Voice.personal,
    "matter.sent": Voice.personal,
    "matter.line": Voice.personal,
    "matter.handled": Voice.personal,
    "broadcast.steered": Voice.personal,
    "claim.asked": Voice.personal,
    "claim.office": Voice.personal,
    "claim.granted": Voice.personal,
    "claim.refused": Voice.personal,
    "claim.taken": Voice.personal,
    "community.confirmed": Voice.personal,
    "community.organiser": Voice.personal,
    "community.cadre": Voice.personal,
    "community.joined": Voice.personal,
    "community.recognised": Voice.personal,
    "destination.lost": Voice.personal,
    "erasure.no_chair": Voice.personal,
    "erasure.no_reader": Voice.personal,
    "digest": Voice.personal,
    # what one has taken part in, or decides
    "poll.card": Voice.personal,
    "poll.native": Voice.personal,
    "poll.outcome": Voice.personal,
    "poll.result": Voice.personal,
    "poll.moved": Voice.personal,
    "poll.objection": Voice.personal,
    "poll.answer": Voice.personal,
    "poll.paper": Voice.personal,
    "poll.paper_gone": Voice.personal,
    "poll.paper_witnessed": Voice.personal,
    "poll.paper_doubted": Voice.personal,
    "poll.remind": Voice.news,
    # what the neighbours are called together for
    "event.card": Voice.personal,
    "event.proposed": Voice.personal,
    "event.proposal": Voice.personal,
    "event.room": Voice.personal,
    "event.item": Voice.personal,
    "event.swap": Voice.personal,
    "event.swapped": Voice.personal,
    "event.changed": Voice.personal,
    "rota.added": Voice.personal,
    "rota.given": Voice.personal,
    "rota.off": Voice.personal,
    "rota.left": Voice.personal,
    "rota.open": Voice.personal,
    "rota.call": Voice.personal,
    "rota.swap": Voice.personal,
    "rota.swapped": Voice.personal,
    "minutes.ask": Voice.personal,
    "minutes.corrected": Voice.personal,
    "minutes.kept": Voice.personal,
    "minutes.waits": Voice.personal,
    "minutes.published": Voice.personal,
    "minutes.group": Voice.personal,
    "minutes.task": Voice.personal,
    "event.nudge": Voice.personal,
    "week.five": Voice.personal,
    "need.new": Voice.passing,
    "group.week": Voice.passing,
    "event.line": Voice.passing,
    # what one follows, and reminders; of one's own need, or what one comes to, it is personal
    "event.remind": Voice.news,
    "event.thanks": Voice.news,
    "need.moved": Voice.news,
    "need.certain": Voice.news,
    "need.silent": Voice.news,
    "need.check": Voice.news,
    "desk.new": Voice.news,
    "desk.silent": Voice.news,
    ANNOUNCEMENT: Voice.news,
}
"""Every kind of notice."""

URGENT = frozenset(kind for kind, voice in VOICES.items() if voice is Voice.urgent)
