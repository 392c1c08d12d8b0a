"""How a need is told, question by question: each way that stories go often, with what the bot says on it."""

from playground.driver import Neighbour, Seen

WHAT = "Ada apa di lingkungan kita?"
LAMP = "Lampunya kenapa?"
WHERE = "Di sebelah mana?"
HOME = "Sekitar rumah saya"
LAST_LOOK = "Sudah pas?"


def is_asked_what(person: Neighbour) -> None:
    person.taps("Sampaikan usul")
    person.sees(WHAT)


def is_asked_about_the_lamp(person: Neighbour) -> None:
    is_asked_what(person)
    person.taps("Lampu jalan")
    person.sees(LAMP)


def is_asked_where(person: Neighbour, kind: str = "Selokan", detail: str = "Mampet") -> None:
    """By tapping alone."""
    is_asked_what(person)
    person.taps(kind)
    person.sees("kenapa?")
    person.taps(detail)
    person.sees(WHERE)


def tells(person: Neighbour, words: str, guess: str) -> None:
    """In own words, out of the blue; the guess is right, and the next question is where."""
    person.says(words)
    agrees_with(person, guess)


def agrees_with(person: Neighbour, guess: str) -> None:
    person.sees(f"Soal {guess}?")
    person.taps("Betul")
    person.sees(WHERE)


def names_the_place(person: Neighbour, place: str = "Masjid") -> Seen:
    """Her last look at it."""
    person.taps(place)
    return person.sees(LAST_LOOK)


def sends_it(person: Neighbour) -> None:
    person.taps("Kirim")
    person.sees("sudah masuk")


def reports(person: Neighbour, kind: str, detail: str) -> Seen:
    """The shortest way from nothing to No. so-and-so; returns the last look."""
    is_asked_where(person, kind, detail)
    review = names_the_place(person, HOME)
    sends_it(person)
    person.sees("berapa rumah")
    return review


def reports_a_drain(person: Neighbour) -> Seen:
    return reports(person, "Selokan", "Mampet")


def reports_a_drain_with_a_photo(person: Neighbour) -> Seen:
    """Ends with the question who may see the photo."""
    person.sends_photo(caption="got mampet")
    agrees_with(person, "selokan")
    names_the_place(person)
    sends_it(person)
    return person.sees("Foto usulan ini boleh dilihat tetangga?")
