"""The end of a report: a last look, more photos, danger, and changing one answer alone."""

from conversations import report_sent
from conversations.answers import Answer, Media, Said, Tapped
from conversations.dialogue import Again, Choice, Done, Next, Question
from conversations.report_draft import Report, also, delicate, read_back
from conversations.widgets import choice, review
from storage import communities
from storage.needs import Audience


def ask_review(talk: Report) -> Question:
    danger = Choice("calm", "report.review.calm") if talk.draft.danger else Choice("danger", "report.review.danger")
    return Question(
        "report.review.ask",
        lambda: {"lines": review.lines(read_back(talk))},
        review.rows(talk.words, [danger]),
        frame=False,
    )


def heard_review(talk: Report, answer: Answer) -> Next:
    talk.draft.hinted = talk.draft.hinted or delicate(talk.draft) is not None
    if isinstance(answer, Said):
        return Again("report.also.words" if talk.draft.append(answer.text) else "report.words.full")
    if not isinstance(answer, Tapped):
        return also(talk, answer)
    if answer.value == review.SEND and not talk.draft.is_agreed:
        return "permission"
    if answer.value == review.SEND:
        return Done(report_sent.send(talk))
    if answer.value in ("danger", "calm"):
        return _danger(talk, is_danger=answer.value == "danger")
    return "photos" if answer.value == review.PHOTO else "change"


def _danger(talk: Report, *, is_danger: bool) -> Again:
    """Help comes from those with a siren: their number first, then the review once more."""
    talk.draft.danger = is_danger
    talk.settle_tapped(None)
    number = communities.emergency_number_of(talk.session, talk.community_id)
    return Again("report.danger.call", {"number": number}, last=True) if is_danger else Again("report.danger.over")


def ask_photos(_talk: Report) -> Question:
    return Question("report.photos.send")


def heard_photos(talk: Report, answer: Answer) -> Next:
    again = also(talk, answer)
    return "review" if isinstance(answer, Media) else again


def ask_change(talk: Report) -> Question:
    whom = () if talk.draft.for_neighbour is None else ("for_whom",)
    parts = [Choice(step, f"report.change.{step}") for step in ("kind", "words", "where", "name", *whom)]
    return Question("report.change.ask", rows=choice.rows(talk.words, parts))


def heard_change(talk: Report, answer: Answer) -> Next:
    if not isinstance(answer, Tapped):
        return also(talk, answer)
    talk.changing = "review"
    return answer.value


def ask_name(talk: Report) -> Question:
    options = [Choice(audience.value, f"report.name.{audience.value}") for audience in Audience]
    return Question("report.name.ask", rows=choice.rows(talk.words, options))


def heard_name(talk: Report, answer: Answer) -> Next:
    if not isinstance(answer, Tapped):
        return also(talk, answer)
    talk.draft.name_shown_to = Audience(answer.value)
    return "review"
