"""Where one meets: a landmark by a tap, words, or a point sent from the phone.

B Minggu, 29 Nov 2026 pukul 07.00 WIB. Kumpul di mana? Boleh tulis, atau kirim lokasi 📎    [Pos ronda] … [Lewati]
"""

from community.events import LONGEST_PLACE
from conversations.answers import Place, Said, Tapped
from conversations.dialogue import Choice, Next, Question, Step
from conversations.invite_draft import Inviting, begins_at, community_of, zone_of
from conversations.invite_plan import onward, place_is
from conversations.widgets import choice, pasted, when

_MARK = "mark"
MARKS = 6


def ask_where(talk: Inviting) -> Question:
    marks = [Choice(f"{_MARK}{at}", label=mark) for at, mark in enumerate(community_of(talk).landmarks[:MARKS])]
    moment = when.spoken(begins_at(talk), zone_of(talk), talk.words)
    return Question("inviting.where.ask", {"moment": moment}, choice.rows(talk.words, marks), optional=True)


def heard_where(talk: Inviting, answer: Said | Tapped | Place) -> Next:
    draft = talk.draft
    if isinstance(answer, Place):
        draft.latitude, draft.longitude = answer.latitude, answer.longitude
        draft.place, draft.place_said = answer.name[:LONGEST_PLACE] or draft.place, True
    elif isinstance(answer, Said):
        place_is(draft, " ".join(pasted.cleaned(answer.text).split()))
    elif answer.value.startswith(_MARK):
        place_is(draft, community_of(talk).landmarks[int(answer.value.removeprefix(_MARK))])
    else:
        place_is(draft, "")
    return onward(talk)


STEPS = {
    "where": Step(
        ask_where,
        heard_where,
        (Tapped, Said, Place),
        longest=LONGEST_PLACE,
        answered="inviting.answered",
        unfit="inviting.unfit",
    )
}
