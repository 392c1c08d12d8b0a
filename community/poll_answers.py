"""The answers that every question of yes or no has, and every proposal on the way to mufakat: their places on the card.

What they are called is `poll.answer.…` in the catalogues; kept of a vote is the place.
"""

from storage.polls import Method

YES, NO, ABSTAIN = 1, 2, 3
AGREE, WITH_NOTE, OBJECT = 1, 2, 3
PLACES = (1, 2, 3)
METHODS = frozenset((Method.yes_no, Method.consensus))
"""Those whose options are always these answers, and are said in the reader's language."""
