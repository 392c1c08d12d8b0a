"""The people's side of polls: each act by its arguments, each answer the poll as this person then sees it."""

from playground import ballots
from playground.poll_views import View, poll_view
from playground.polls import Poll
from playground.world import World


class PollPlay:
    """A part of `Play`; safe to call from any thread. Options are named by their places in the poll."""

    world: World

    def vote(self, poll_id: str, person_id: int, option_ids: list[int]) -> View:
        """Vote, change the vote, or take it back with no options."""
        with self.world.lock:
            poll = ballots.vote(self.world, self.world.person(person_id), poll_id, option_ids)
            return self._poll(poll, person_id)

    def add_option(self, poll_id: str, person_id: int, text: str) -> View:
        with self.world.lock:
            poll = ballots.add_option(self.world, self.world.person(person_id), poll_id, text)
            return self._poll(poll, person_id)

    def delete_option(self, poll_id: str, person_id: int, option_id: int) -> View:
        with self.world.lock:
            poll = ballots.delete_option(self.world, self.world.person(person_id), poll_id, option_id)
            return self._poll(poll, person_id)

    def _poll(self, poll: Poll, person_id: int) -> View:
        return poll_view(self.world, poll.chat_id, poll.in_message(), self.world.person(person_id))
