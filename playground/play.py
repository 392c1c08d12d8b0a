"""What the page and the driver may do: each act of a person by its arguments, each answer as JSON.

Every refusal is a RefusedError in Telegram's words where Telegram has some.
"""

import time
from collections.abc import Iterator
from typing import Any

from playground import groups, membership, residents, taps, views
from playground.chats import Chat, Message
from playground.files import Upload, admit
from playground.limits import START_PAYLOAD
from playground.people import Person
from playground.play_polls import PollPlay
from playground.play_taps import TapPlay
from playground.refusals import bad_request
from playground.residents import Place
from playground.switches import KINDS, Failure, Flood
from playground.world import World

Json = dict[str, Any]


class Play(PollPlay, TapPlay):
    """The people's side of a world; safe to call from any thread."""

    def __init__(self, world: World) -> None:
        self.world = world

    def state(self) -> Json:
        return views.state(self.world)

    def wait(self, version: int, seconds: float) -> int:
        """The world's version as soon as it is beyond the given one, or after so many seconds."""
        self.world.wait_for(lambda: self.world.state.version > version, seconds)
        return self.world.state.version

    def screens(self, person_id: int) -> Json:
        """The world's version and everything this person sees, chat by chat."""
        with self.world.lock:
            person = self.world.person(person_id)
            return {"version": self.world.state.version, "views": views.screens(self.world, person)}

    def news(self, person_id: int, since: int = 0, *, polls: bool = False) -> Json:
        """The world's version, and what this person sees that is new or changed since the given one."""
        with self.world.lock:
            person = self.world.person(person_id)
            messages = views.news(self.world, person, since, polls=polls)
            return {"version": self.world.state.version, "messages": messages}

    def sent(self, after: int = 0) -> list[Json]:
        with self.world.lock:
            return list(self.world.state.sent[max(after, 0) :])

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "id",
    ) -> Json:
        with self.world.lock:
            return views.person_view(residents.introduce(self.world, first_name, last_name, username, language_code))

    def add_people(self, first_names: list[str]) -> list[Json]:
        """Many at once, for a crowd: every page is told of them once."""
        with self.world.lock:
            return [views.person_view(one) for one in residents.introduce_all(self.world, first_names)]

    def take_channel(self, person_id: int, title: str | None) -> Json:
        """Speak and vote in groups as a channel of one's own; without a title as oneself again."""
        with self.world.lock:
            person = self.world.person(person_id)
            person.take_channel(title)
            self.world.changed(people=True)
            return views.person_view(person)

    def start(self, person_id: int, payload: str | None = None) -> Json:
        with self.world.lock:
            person = self.world.person(person_id)
            message = residents.start(self.world, person, payload)
            return self._seen(self.world.chat(person_id), message, person)

    def block(self, person_id: int, *, blocked: bool) -> Json:
        with self.world.lock:
            person = self.world.person(person_id)
            membership.set_blocked(self.world, person, blocked=blocked)
            return views.person_view(person)

    def deactivate(self, person_id: int) -> Json:
        with self.world.lock:
            person = self.world.person(person_id)
            person.deactivated = True
            self.world.changed(person_id, people=True)
            return views.person_view(person)

    def add_group(self, title: str, creator: int, members: list[int], *, forum: bool = False) -> Json:
        with self.world.lock:
            people = [self.world.person(one) for one in members]
            chat = groups.found(self.world, title, self.world.person(creator), people, forum=forum)
            return views.chat_view(self.world, chat)

    def set_member(self, chat_id: int, person_id: int, *, add: bool, by: int | None = None) -> Json:
        with self.world.lock:
            chat, person = self.world.chat(chat_id), self.world.person(person_id)
            actor = self.world.person(by) if by else person
            change = membership.add_person if add else membership.remove_person
            change(self.world, chat, person, actor)
            # Not the whole chat: of thousands who come one by one, each would be told of all before.
            return views.member_view(person_id, chat.members[person_id])

    def set_bot(self, chat_id: int, by: int, *, add: bool, admin: bool = False, payload: str | None = None) -> Json:
        """Add the bot, perhaps behind a startgroup link, or take it out."""
        with self.world.lock:
            chat, person = self.world.chat(chat_id), self.world.person(by)
            if not add:
                membership.remove_bot(self.world, chat, person)
                return views.chat_view(self.world, chat)
            membership.add_bot(self.world, chat, person, admin=admin)
            if payload:
                if not START_PAYLOAD.fullmatch(payload):
                    raise bad_request("START_PARAM_INVALID")
                command = f"/start@{self.world.state.profile.username} {payload}"
                residents.say(self.world, person, Place(chat), command)
            return views.chat_view(self.world, chat)

    def set_role(self, chat_id: int, person_id: int, status: str, *, anonymous: bool = False) -> Json:
        """Make somebody an administrator or a plain member; anonymous ones write in the group's name."""
        with self.world.lock:
            chat, person = self.world.chat(chat_id), self.world.person(person_id)
            if status not in {"administrator", "member"} and chat.status_of(person_id) != status:
                raise bad_request("status must be administrator or member")
            if chat.status_of(person_id) != status:
                membership.set_status(self.world, chat, person_id, status, person)
            chat.members[person_id].anonymous = anonymous
            self.world.changed(chat_id, people=True)
            return views.chat_view(self.world, chat)

    def migrate(self, chat_id: int) -> Json:
        with self.world.lock:
            return views.chat_view(self.world, groups.migrate(self.world, self.world.chat(chat_id)))

    def add_topic(self, chat_id: int, name: str, by: int | None = None) -> Json:
        with self.world.lock:
            chat = self.world.chat(chat_id)
            return views.topic_view(groups.open_topic(self.world, chat, name, self._author(by, chat)))

    def set_topic(self, chat_id: int, thread_id: int, *, closed: bool, by: int | None = None) -> Json:
        with self.world.lock:
            chat = self.world.chat(chat_id)
            topic = groups.set_topic(self.world, chat, thread_id, self._author(by, chat), closed=closed)
            return views.topic_view(topic)

    def _author(self, person_id: int | None, chat: Chat) -> Person:
        """Whoever is named, else the group's creator."""
        return self.world.person(person_id or chat.creator_id)

    def _place(self, chat_id: int, where: Json) -> Place:
        chat = self.world.state.chats.get(chat_id)
        if chat is None and chat_id in self.world.state.people:
            chat = residents.private_chat(self.world, self.world.person(chat_id))
        if chat is None:
            raise bad_request("chat not found")
        return Place(chat, where.get("reply_to"), where.get("thread_id"), bool(where.get("anonymous")))

    def _seen(self, chat: Chat, message: Message, person: Person) -> Json:
        return views.message_view(self.world, chat, message, person)

    def say(self, chat_id: int, person_id: int, text: str, **where: Any) -> Json:
        with self.world.lock:
            person, place = self.world.person(person_id), self._place(chat_id, where)
            return self._seen(place.chat, residents.say(self.world, person, place, text), person)

    def bring(self, chat_id: int, person_id: int, content: Json, **where: Any) -> Json:
        """Send one of: location, venue, sticker (an emoji), contact."""
        with self.world.lock:
            person, place = self.world.person(person_id), self._place(chat_id, where)
            message = residents.bring(self.world, person, place, self._made(person, content))
            return self._seen(place.chat, message, person)

    def _made(self, person: Person, content: Json) -> Json:
        """What the apps make of what somebody has chosen to send."""
        if location := content.get("location"):
            degrees = float(location["latitude"]), float(location["longitude"])
            return residents.location_content(*degrees, location.get("live_period"))
        if venue := content.get("venue"):
            spot = venue.get("location") or {
                "latitude": float(venue["latitude"]),
                "longitude": float(venue["longitude"]),
            }
            full = {"location": spot, "title": venue["title"], "address": venue.get("address", "")}
            return {"venue": full, "location": spot}
        if emoji := content.get("sticker"):
            return residents.sticker_content(self.world, emoji)
        if content.get("contact"):
            return residents.contact_content(person)
        raise bad_request("message text is empty")

    def album(
        self,
        chat_id: int,
        person_id: int,
        kind: str,
        uploads: list[Upload],
        *,
        caption: str | None = None,
        seconds: int | None = None,
        gap_ms: int = 0,
        **where: Any,
    ) -> Iterator[Json]:
        """Send files one by one as the answer is walked through; several become one album.

        `seconds` is the length of a voice note or video, `gap_ms` the pause between two arrivals.
        """
        with self.world.lock:
            person, place = self.world.person(person_id), self._place(chat_id, where)
            files = [admit(self.world.state.files, self.world.shelf, kind, one) for one in uploads]
            for file in files:
                file.duration = seconds
        for number, message in enumerate(residents.bring_files(self.world, person, place, files, caption)):
            if gap_ms and number:
                time.sleep(gap_ms / 1000)
            yield self._seen(place.chat, message, person)

    def forward(self, chat_id: int, person_id: int, from_chat_id: int, message_id: int, **where: Any) -> Json:
        """Pass on into the chat what the person sees in another."""
        with self.world.lock:
            person, place = self.world.person(person_id), self._place(chat_id, where)
            source = self.world.chat(from_chat_id)
            message = source.messages.get(message_id) if source.has(person_id) else None
            if message is None:
                raise bad_request("message to forward not found")
            return self._seen(place.chat, residents.forward(self.world, person, place, message), person)

    def edit(self, chat_id: int, person_id: int, message_id: int, text: str) -> Json:
        with self.world.lock:
            person, chat = self.world.person(person_id), self.world.chat(chat_id)
            return self._seen(chat, residents.edit(self.world, person, chat, message_id, text), person)

    def press(self, chat_id: int, person_id: int, label: str, location: Json | None = None) -> Json:
        with self.world.lock:
            person, chat = self.world.person(person_id), self.world.chat(chat_id)
            return self._seen(chat, taps.press(self.world, person, chat, label, location), person)

    def flood(self, chat_id: int | None, retry_after: int, times: int = 1) -> None:
        """The next so many calls that name the chat (any chat for None) are answered 429."""
        with self.world.lock:
            self.world.state.switches.floods.append(Flood(chat_id, retry_after, times))

    def withhold(self, kind: str, *, on: bool = True) -> None:
        """Keep updates of this kind back from the bot, or let go what was kept back."""
        with self.world.lock:
            if not on:
                self.world.let_go(kind)
            elif kind not in self.world.state.updates.holding:
                self.world.state.updates.holding.append(kind)

    def deliver_twice(self, kind: str, times: int = 1) -> None:
        """The next so many updates of this kind come a second time, with the same number."""
        with self.world.lock:
            self.world.state.updates.twice[kind] = times

    def fail(self, method: str | None, kind: str, times: int = 1, delay: float | None = None) -> None:
        """kind: 500, timeout (acts, answers after `delay` seconds or never), drop, disconnect_after."""
        if kind not in KINDS:
            raise bad_request(f"kind must be one of {', '.join(KINDS)}")
        with self.world.lock:
            self.world.state.switches.failures.append(Failure(method, kind, times, delay))
