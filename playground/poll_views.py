"""A poll as one person sees it: in their own order, with results only when they may see them, and photos by address."""

from random import Random
from typing import Any

from playground.ballots import chat_now
from playground.files import KINDS, File
from playground.people import Person
from playground.polls import Poll
from playground.voices import voice_of
from playground.world import World

View = dict[str, Any]


def poll_view(world: World, chat_id: int, shown: View, person: Person) -> View:
    """The poll of a message for this person; a poll nobody keeps any more is shown as it was.

    `results` says when they are told: "now", "after_vote" or "after_close"; until then every count is 0. `order` is
    how the options stand on this person's screen, and `my_added_ids` what they may delete.
    """
    poll = world.state.polls.get(shown["id"])
    if poll is None:
        return shown | {"my_option_ids": [], "my_added_ids": [], "results": "now", "order": _places(shown)}
    voter = voice_of(chat_now(world, world.chat(chat_id)), person).id
    told = poll.told_to(voter)
    secret = poll.quiz and not told
    view = {name: value for name, value in shown.items() if not (secret and name in SOLUTION)}
    options = [_option(world, option, told=told) for option in shown["options"]]
    more = {
        "options": options,
        "my_option_ids": poll.positions(poll.votes.get(voter, [])),
        "my_added_ids": [place for place, option in enumerate(poll.options) if option.added_by == voter],
        "results": "now" if told else "after_close" if poll.hidden else "after_vote",
        "adds_options": poll.adding and not poll.closed,
        "order": _order(poll, voter),
    }
    if media := shown.get("media"):
        more["media"] = media_view(world, media)
    return view | more


SOLUTION = ("correct_option_ids", "explanation", "explanation_entities", "explanation_media")


def _places(shown: View) -> list[int]:
    return list(range(len(shown["options"])))


def _order(poll: Poll, voter: int) -> list[int]:
    """Shuffled for each voter, but always the same for this one; what is added later comes last."""
    first = [place for place, option in enumerate(poll.options) if option.added_by is None]
    later = [place for place, option in enumerate(poll.options) if option.added_by is not None]
    if poll.shuffled:
        Random(f"{poll.id} {voter}").shuffle(first)
    return first + later


def _option(world: World, option: View, *, told: bool) -> View:
    view = dict(option)
    if not told:
        view["voter_count"] = 0
    if media := option.get("media"):
        view["media"] = media_view(world, media)
    return view


def media_view(world: World, media: View) -> View:
    """Files by their addresses; of a photo the small copy too, so that a list of options weighs little."""
    known = world.state.files.known
    view = dict(media)
    for kind in KINDS:
        if kind == "photo" and kind in media:
            view["photo"] = file_view(known[media["photo"][-1]["file_id"]])
            view["small"] = file_view(known[media["photo"][0]["file_id"]])
        elif kind in media:
            view[kind] = file_view(known[media[kind]["file_id"]])
    return view


def file_view(file: File) -> View:
    return {
        "file_id": file.id,
        "url": f"/play/files/{file.id}",
        "width": file.width,
        "height": file.height,
        "duration": file.duration,
        "file_name": file.name,
        "mime_type": file.mime,
        "size": file.size,
    }
