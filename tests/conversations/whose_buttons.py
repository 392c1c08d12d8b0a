"""Whose each verb of a button is; anybody else is refused, kindly (`test_forged_buttons` and its neighbours)."""

from community.papers import Paper

OFFICE = {
    "acts", "ask", "begin", "day", "decline", "done", "explain", "fix", "flag", "fuse", "hand", "handto", "heard",
    "judge", "letter", "listen", "part", "pass", "recheck", "redo", "see", "take",
}  # fmt: skip
REPORTERS = {
    "answer", "enough", "houses", "my", "named", "next", "path", "photos", "pull", "relook", "same", "tell",
    "unpull", "wipe",
}  # fmt: skip
CONCERNED = {"add", "again", "againpen", "reopen", "well"}
NEIGHBOURS = {
    "bell", "claim", "hush", "invite", "leave", "me", "more", "need", "notme", "rembuk", "share", "story", "undiscuss",
    "unfit",
}  # fmt: skip
ASKED = {"lack", "lackpen", "met"}
MATTERS = {"appeal", "eased", "entrust", "matter", "whisper"}
OF_POLLS = {"because", "chart", "chosen", "look", "result", "vote", "votes"}
OF_OPTIONS = {"pictures", "v"}
OTHERS_THINGS = {"claimed", "reply", "unwipe"}
"""Numbers of something that is one person's."""
REMINDED = {"hushevent", "unhushevent"}
"""Of who is asked to an event."""
OF_ASKERS = {"objections", "paper"}
"""Of the organisers whose poll it is."""
OF_VOTERS = {"object", "proxy", "settle", "witness"}
"""Of who has a vote in the poll; to settle, of who objects; to witness, of who is recognised and has not counted."""
OF_EVENTS = {"bring", "bringers", "carry", "come", "errand", "ics", "minutesof", "myname", "swap", "swapped"}
"""Of who lives here, and of nobody else; who brings what is seen by organisers, a promise and a question are two's."""
OF_ROTAS = {"leaverota", "trade", "traded", "turns"}
"""Of who is on the rota; a turn, and a question about one, are theirs alone."""
OF_CALLERS = {
    "answer_event", "called", "conduct", "dates", "meet", "ownproposal", "papers", "proposal", "rota",
    "unpropose",
}  # fmt: skip
"""Of the organisers whose event it is, or of those who may call; what was proposed, its author sees and takes back."""
PAPERS = [f".{paper.value}{form}" for paper in Paper for form in ("", ".word")]
HERE = {
    "announce", "another", "asked", "calm", "cast", "castsee", "desk", "feed", "flagged", "gather", "gatherings",
    "mark", "move", "newcomers", "newmark", "phone", "place", "polling", "questions", "rule", "rules", "setcalm",
    "setmark", "setrule", "steer", "trail", "weekly", "year",
}  # fmt: skip
"""Of the neighbourhood one speaks in, or of one that is named."""
ONES_OWN = {
    "agenda", "alarm", "anew", "belong", "data", "discuss", "entrusted", "feeds", "find", "found", "go", "groups", "hi",
    "house", "izin", "join", "kinds", "lens", "loudly", "matters", "menu", "mine", "month", "near", "nearby",
    "parts", "quietly", "rest", "speak", "undo", "wish", "wished",
}  # fmt: skip
"""What they do is done to whoever taps, or only shows what that person may see anyhow."""
OF_WHO_WAS_THERE = {"agree", "lacksminutes", "learn", "learntell", "snaps", "todone"}
"""Of who took part in what was written down, but for the writer."""
OF_WRITERS = {"asis", "keepminutes"}
"""Of the organisers of what was written down."""
OF_THE_DAY = {
    "addnames", "howmany", "learnhear", "learnt", "notes", "notnow", "present", "qr", "seek", "started",
    "strike", "tick", "todo", "untick",
}  # fmt: skip
"""Of the organisers whose event it is, on the day itself and afterwards."""
