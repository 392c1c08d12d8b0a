"""[Ubah penerima]: everyone, one part, the followers of a need, those who have not answered, the organisers; groups.

> [Ubah penerima]
B Dikirim ke siapa?       [✓ Semua warga] [Pengurus saja] / [Yang ikut satu usulan] [Yang belum menjawab]
                          [✓ Warga RT 03] / [Sudah, ini saja]
"""

from community import audiences
from community.broadcast_content import Audience, Who
from conversations import announce_look as look
from conversations import need_lines, neighbourhood
from conversations.announce_draft import Announcing, audience_of, community_of, parts_of
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import several
from storage import communities
from storage import needs as stored
from storage.needs import Need

_GROUP, _PART, _NEED = "g", "p", "n"
_ALL, _OFFICE, _FOLLOWERS, _UNANSWERED, _PARTS = "all", "office", "followers", "unanswered", "parts"
MOST_NEEDS = 8


def ask_who(talk: Announcing) -> Question:
    """What is chosen bears a ✓; a group is put in or out by a tap, everything else leads back to the look."""
    audience = audience_of(talk)
    kinds = [_ALL, _OFFICE, _FOLLOWERS, _UNANSWERED]
    if communities.within(talk.session, community_of(talk).id):
        kinds.append(_PARTS)
    choices = [Choice(kind, f"announce.who.{kind}") for kind in kinds]
    groups = [
        Choice(f"{_GROUP}{place.destination.id}", label=f"👥 {place.chat.title}")
        for place in audiences.places(talk.session, community_of(talk).id)
    ]
    chosen = [_tick_of(talk, audience), *(f"{_GROUP}{one}" for one in audience.destinations)]
    return Question("announce.who.ask", rows=several.rows(talk.words, [*choices, *groups], chosen))


def _tick_of(talk: Announcing, audience: Audience) -> str:
    if audience.who is Who.everyone:
        whole = set(audience.communities) >= set(audiences.below(talk.session, community_of(talk).id))
        return _ALL if whole else _PARTS
    return audience.who.value


def heard_who(talk: Announcing, answer: Tapped) -> Next:
    audience, value = audience_of(talk), answer.value
    if value == several.ENOUGH:
        return look.onward(talk)
    if value in (_FOLLOWERS, _UNANSWERED):
        talk.draft.whose = Who(value)
        return "need"
    if value == _PARTS:
        return "part"
    if value.startswith(_GROUP):
        talk.draft.audience = audience.model_copy(
            update={"destinations": several.toggled(audience.destinations, int(value.removeprefix(_GROUP)))}
        )
        return "who"
    everyone = audiences.to_all(talk.session, community_of(talk).id)
    office = {"who": Who.office, "destinations": []}
    talk.draft.audience = everyone.model_copy(update=office) if value == _OFFICE else everyone
    return look.onward(talk)


# ── which need, which part ──


def ask_need(talk: Announcing) -> Question:
    found = stored.of_community(talk.session, community_of(talk).id, limit=MOST_NEEDS)
    rows: Rows = [[Choice(f"{_NEED}{need.id}", label=_called(talk, need))] for need in found]
    return Question("announce.need.ask" if found else "announce.need.none", rows=rows)


def _called(talk: Announcing, need: Need) -> str:
    return f"{need.number} {need.title or need_lines.kind_name(talk.words, need.kind)}"


def heard_need(talk: Announcing, answer: Tapped | Said) -> Next:
    community = community_of(talk)
    if isinstance(answer, Tapped):
        need = stored.by_id(talk.session, int(answer.value.removeprefix(_NEED)))
    else:
        number = "".join(letter for letter in answer.text if letter.isascii() and letter.isdigit())
        need = stored.numbered(talk.session, community.id, int(number)) if 0 < len(number) < 9 else None
    if need is None or need.community_id != community.id:
        return Again("announce.need.again")
    everyone = audiences.to_all(talk.session, community.id)
    chosen = {"who": talk.draft.whose or Who.followers, "need_id": need.id, "destinations": []}
    talk.draft.audience = everyone.model_copy(update=chosen)
    return look.onward(talk)


def ask_part(talk: Announcing) -> Question:
    found = communities.within(talk.session, community_of(talk).id)
    chosen = [f"{_PART}{one.id}" for one in parts_of(talk, audience_of(talk))]
    choices = [Choice(f"{_PART}{one.id}", label=neighbourhood.name_of(talk.words, one)) for one in found]
    return Question("announce.part.ask", rows=several.rows(talk.words, choices, chosen))


def heard_part(talk: Announcing, answer: Tapped) -> Next:
    audience, here = audience_of(talk), community_of(talk).id
    if answer.value == several.ENOUGH:
        return look.onward(talk)
    part = int(answer.value.removeprefix(_PART))
    chosen = several.toggled([one.id for one in parts_of(talk, audience)], part)
    talk.draft.audience = Audience(communities=chosen) if chosen else audiences.to_all(talk.session, here)
    return "part"


STEPS = {
    "who": Step(ask_who, heard_who),
    "need": Step(ask_need, heard_need, (Tapped, Said)),
    "part": Step(ask_part, heard_part),
}
