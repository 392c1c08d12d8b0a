"""Money and numbers as people write them: 50rb, 1,5 juta, Rp50.000, 12 orang."""

import re
from decimal import Decimal

from conversations.dialogue import Again

MOST = 10**12
"""Rupiah; a thousand billion is a slip of the finger in a neighbourhood."""

_UNITS = {
    "": 1,
    "perak": 1,
    "rupiah": 1,
    "rb": 10**3,
    "ribu": 10**3,
    "rebu": 10**3,
    "ewu": 10**3,
    "k": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "yuta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
}
_AMOUNT = re.compile(r"(?:rp\.?|idr)?\s*(\d[\d.,]*)\s*([a-z]*)\s*(?:rupiah)?(?:,-|,00)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:\s+\w[\w ]*)?")
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def rupiah_in(said: str) -> int | None:
    """Whole rupiah, or None if the words are no amount, not whole, or more than `MOST`."""
    found = _AMOUNT.fullmatch(said.strip().casefold())
    if found is None or found[2] not in _UNITS:
        return None
    digits = found[1].rstrip(".,")
    number = _decimal(digits, counts_alone=not found[2])
    if number is None:
        return None
    amount = number * _UNITS[found[2]]
    return int(amount) if amount == amount.to_integral_value() and amount <= MOST else None


def told(said: str) -> int | Again:
    """Whole rupiah, or what to say to words that are no amount."""
    amount = rupiah_in(said)
    return Again("widgets.amount.again") if amount is None else amount


def _decimal(digits: str, *, counts_alone: bool) -> Decimal | None:
    """Dots group thousands and a comma begins the decimals; but 50,000 alone and 1.5 with a unit are read as meant."""
    grouped = _GROUPS.fullmatch(digits)
    if grouped and (grouped[1] == "." or counts_alone):
        return Decimal(digits.replace(grouped[1], ""))
    if "." in digits and "," in digits:
        digits = digits.replace(".", "")
    plain = digits.replace(",", ".")
    return Decimal(plain) if plain.count(".") <= 1 else None


def number_in(said: str) -> int | None:
    """A whole number, with or without a word for what is counted ("12 orang"); None otherwise."""
    found = _NUMBER.fullmatch(said.strip())
    if found is None:
        return None
    number = int(found[1].replace(".", ""))
    return number if number <= MOST else None


def rupiah(amount: int) -> str:
    """Rp50.000: dots between the thousands, in every language, as on Indonesian money."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")
