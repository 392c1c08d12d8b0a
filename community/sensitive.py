"""What is better left unsaid of others: words of illness, and children by their names. A hint, never a hindrance."""

import re
from enum import StrEnum


class Delicate(StrEnum):
    """What somebody's words seem to tell of a neighbour."""

    illness = "illness"
    child = "child"


_ILLNESS = (
    # Indonesian
    "sakit", "penyakit", "penyakitan", "diabetes", "kencing manis", "darah tinggi", "hipertensi", "jantung", "ginjal",
    "kanker", "tumor", "stroke", "strok", "lumpuh", "tbc", "tb paru", "hiv", "aids", "kusta", "lepra", "epilepsi",
    "ayan", "odgj", "gangguan jiwa", "sakit jiwa", "gila", "depresi", "pikun", "demensia", "asma", "hepatitis",
    "katarak", "keguguran", "cuci darah", "kemoterapi", "gizi buruk", "stunting",
    # Javanese, Sundanese
    "gerah", "lara", "mriyang", "edan", "gering", "teu damang", "panyakit", "gelo",
    # English
    "sick", "ill", "illness", "disease", "cancer", "diabetic",
)  # fmt: skip
_NO_ILLNESS = re.compile(r"\b(rumah|omah|imah)\s+sakit\b|\bsakit\s+hati\b", re.IGNORECASE)
"""A hospital is a place."""
_ILL = re.compile(rf"\b(?:{'|'.join(map(re.escape, _ILLNESS))})(?:nya|ne|na|an)?\b", re.IGNORECASE)

_CHILD = r"(?:anak|cucu|putra|putri|bayi|balita|lare|budak|murangkalih|incu|son|daughter|child|baby)"
_WHOSE = r"(?:nya|ku|ne|na|e|ipun)?(?:\s+(?:saya|kami|beliau|kula|abdi|laki-laki|perempuan|lanang|wadon))?"
_NAMED = r"\s+(?:yang\s+)?(?:bernama|namanya|nama|jenenge|namina|named|called)\s+\w+"
_BY_NAME = re.compile(
    rf"\b(?i:{_CHILD}{_WHOSE})(?:(?i:{_NAMED})|\s+(?!Bu\b|Pak\b|Mbah\b|Mbak\b|Mas\b|RT\b|RW\b|SD\b|TK\b)[A-Z][a-z]+)"
)
"""Whoever writes a name with a small letter is understood only after "namanya"; "anak Bu Sri" names no child."""


def found_in(text: str) -> Delicate | None:
    """What these words had better not tell, or None; a child's name comes first, as it says the most."""
    if _BY_NAME.search(text):
        return Delicate.child
    return Delicate.illness if _ILL.search(_NO_ILLNESS.sub(" ", text)) else None
