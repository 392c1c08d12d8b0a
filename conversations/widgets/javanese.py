"""Javanese letters in Latin ones, for what is printed: few computers have a font for them, and no PDF of ours has.

Letter by letter, by the names that Unicode gives them (The Unicode Standard, 17.4, block U+A980 to U+A9DF): 'ha' stays
'ha' also where it is not heard.
"""

import unicodedata

_BLOCK = "JAVANESE "
_LETTERS = {"tta": "tha", "dda": "dha", "pa cerek": "re", "nga lelet": "le", "nga lelet raswadi": "leu"}
"""Those that are not written as the first word of their name."""
_VOWELS = {
    "WULU": "i", "WULU MELIK": "i", "SUKU": "u", "SUKU MENDUT": "u", "TALING": "e", "DIRGA MURE": "ai", "PEPET": "e",
    "TOLONG": "o",
}  # fmt: skip
"""Instead of the vowel that a letter has of its own."""
_INSIDE = {"CAKRA": "r", "PENGKAL": "y"}
"""Between a letter and its vowel."""
_BEHIND = {"PANYANGGA": "m", "CECAK": "ng", "LAYAR": "r", "WIGNYAN": "h"}
_PUNCTUATION = {"PADA LINGSA": ",", "PADA LUNGSI": ".", "PADA PANGKAT": ":"}


def in_latin(words: str) -> str:
    """The same with no Javanese letter in it; other letters are left as they are."""
    said = ""
    for letter in words:
        name = unicodedata.name(letter, "")
        said = _written(said, letter, name.removeprefix(_BLOCK)) if name.startswith(_BLOCK) else said + letter
    return said


def _written(said: str, letter: str, name: str) -> str:
    kind, _, rest = name.partition(" ")
    if kind == "LETTER":
        called = rest.lower()
        first = called.partition(" ")[0]
        return said + (_LETTERS.get(called) or _LETTERS.get(first, first))
    if kind == "DIGIT":
        return said + str(unicodedata.digit(letter))
    sign = name.removeprefix("VOWEL SIGN ").removeprefix("CONSONANT SIGN ").removeprefix("SIGN ")
    if sign in _VOWELS:
        return _open(said) + _VOWELS[sign]
    if sign in _INSIDE:
        return _open(said) + _INSIDE[sign] + said[len(_open(said)) :]
    match sign:
        case "TARUNG":  # behind taling the two are one 'o'; alone it only makes the vowel longer
            return f"{said[:-1]}o" if said.endswith("e") else said
        case "KERET":
            return f"{_open(said)}re"
        case "PANGKON":
            return _open(said)
    return said + (_BEHIND.get(sign) or _PUNCTUATION.get(sign, ""))


def _open(said: str) -> str:
    """Without the vowel at the end."""
    return said.rstrip("aeiou")
