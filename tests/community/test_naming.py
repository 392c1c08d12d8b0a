"""How neighbourhoods and neighbours are read from what people write: tables, and properties over everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.naming import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_SUGGESTED,
    neighbourhood_in,
    spoken_name,
    suggested_name,
)
from storage.communities import CommunityKind

RT, RW, DUSUN, DESA = CommunityKind.rt, CommunityKind.rw, CommunityKind.dusun, CommunityKind.desa


@pytest.mark.parametrize(
    ("written", "kind", "line"),
    [
        ("RT 03 RW 05 Kelurahan Karanganyar", RT, "RT 03 / RW 05 / Kel. Karanganyar"),
        ("rt3/rw5 karanganyar", RT, "RT 03 / RW 05 / Karanganyar"),
        ("Rt.003/Rw.005 kel karanganyar", RT, "RT 03 / RW 05 / Kel. Karanganyar"),
        ("RT: 03, RW: 05, Kel: Karanganyar", RT, "RT 03 / RW 05 / Kel. Karanganyar"),
        ("KELURAHAN KARANGANYAR RW 5 RT 3", RT, "RT 03 / RW 05 / Kel. Karanganyar"),
        ("Karanganyar RT 3 RW 5", RT, "RT 03 / RW 05 / Karanganyar"),
        ("rt 3a rw 5", RT, "RT 03A / RW 05"),
        ("rt12", RT, "RT 12"),
        ("RT 112", RT, "RT 112"),
        ("Dusun Krajan Desa Sukamaju", DUSUN, "Dusun Krajan / Desa Sukamaju"),
        ("dsn krajan, ds sukamaju", DUSUN, "Dusun Krajan / Desa Sukamaju"),
        ("desa sukamaju rt 05 dusun krajan", RT, "RT 05 / Dusun Krajan / Desa Sukamaju"),
        ("RW 02 Kel. X", RW, "RW 02 / Kel. X"),
        ("kelurahan kampung melayu rw 1", RW, "RW 01 / Kel. Kampung Melayu"),
        ("Desa Sukamaju", DESA, "Desa Sukamaju"),
        ("kel. gedongkiwo kec. mantrijeron kota yogyakarta", CommunityKind.kelurahan,
         "Kel. Gedongkiwo / Kec. Mantrijeron / Kota Yogyakarta"),
        ("perumahan griya asri blok C RT 02", RT, "RT 02 / Perumahan Griya Asri / Blok C"),
        ("PERUM BTN III", CommunityKind.group, "Perumahan BTN III"),
        ("ＲＴ ０３", RT, "RT 03"),
    ],
)  # fmt: skip
def test_a_line_names_a_neighbourhood(written: str, kind: CommunityKind, line: str) -> None:
    found = neighbourhood_in(written)
    assert found is not None
    assert (found.kind, found.line) == (kind, line)


@pytest.mark.parametrize(
    "junk",
    [
        "", " ", "halo", "asdf", "RT", "rt rw", "RT RW 05", "RT 00", "RT 1000", "RT 03 RT 04", "rt tiga", "desa",
        "desa a desa b", "kecamatan jebres", "03", "rt 3 2026", "🙏", "Kelurahan " + "a" * 60, "RT 3 " + "a" * 200,
    ],
)  # fmt: skip
def test_junk_names_none(junk: str) -> None:
    assert neighbourhood_in(junk) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_what_is_read_fits_its_columns(text: str) -> None:
    found = neighbourhood_in(text)
    if found is not None:
        assert 0 < len(found.name) <= 64
        assert len(found.area) <= 128


_PLACES = st.sampled_from(["karanganyar", "Suka Maju", "KAMPUNG BARU", "X", "BTN III", "nur'aini"])
_SIGNS = st.sampled_from([" ", ", ", " / ", "/", ". ", "; "])


@given(st.integers(1, 999), st.integers(1, 999), _PLACES, st.sampled_from(["RT", "rt", "Rt."]), _SIGNS)
def test_however_it_is_written_it_is_the_same_rt(rt: int, rw: int, place: str, word: str, sign: str) -> None:
    written = f"{word}{sign if sign in (' ', '. ') else ' '}{rt}{sign}rw {rw}{sign}kel {place}"
    found = neighbourhood_in(written)
    assert found is not None
    assert found.kind is RT
    assert found.name == f"RT {rt:02d}"
    assert found.area.startswith(f"RW {rw:02d}, Kel. ")


@given(st.text(st.sampled_from("rtwdesakelung 0123/,.PERUMBLOK'"), max_size=LONGEST_LINE))
def test_what_is_shown_reads_as_what_was_meant(text: str) -> None:
    found = neighbourhood_in(text)
    if found is not None and len(found.line) <= LONGEST_LINE:
        assert neighbourhood_in(found.line) == found


@pytest.mark.parametrize(
    ("first_name", "suggested"),
    [
        ("Tini", "Tini"), ("Bu Tini 🌸", "Tini"), ("  Pak   Budi ", "Budi"), ("Pak", "Pak"), ("𝓣𝓲𝓷𝓲", "Tini"),
        ("M. Yusuf", "M. Yusuf"), ("Nur'aini", "Nur'aini"), ("Tini❤️", "Tini"), ("D", "D"),
        ("🌸🌸", None), ("\u202einiT", None), ("Ti\u200bni", None), ("سيتي", None), ("", None), (".", None),
        ("081234567890", None), ("t.me/judi", None), ("@slot88", None), ("judi.com", None),
        ("Siti Nurhaliza binti Abdullah", None), ("\u3164", None), ("a" * 300, None),
    ],
)  # fmt: skip
def test_a_telegram_name_is_offered_only_if_it_can_be_called_out(first_name: str, suggested: str | None) -> None:
    assert suggested_name(first_name) == suggested


def test_a_typed_name_may_be_longer_and_keeps_its_sapaan() -> None:
    assert spoken_name("Bu Haji Siti Nurhaliza") == "Bu Haji Siti Nurhaliza"
    assert spoken_name("سيتي") == "سيتي"
    assert spoken_name("<b>Bu Tini</b>") is None, "it looks like an address"
    assert spoken_name("Bu <Tini>") == "Bu Tini"
    assert spoken_name("lampu jalan di depan rumah saya mati") is None


@given(st.text(max_size=80))
def test_a_name_is_short_visible_and_on_one_line(text: str) -> None:
    name = spoken_name(text)
    if name is not None:
        assert name == " ".join(name.split())
        assert 0 < len(name) <= LONGEST_NAME
        assert name.isprintable()
    suggested = suggested_name(text)
    if suggested is not None:
        assert len(suggested) <= LONGEST_SUGGESTED
