"""Polls on a phone of 360 by 740: choosing, changing, adding, and what is hidden or shown."""

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.playground_page.kit import CallBot, live, phone_of, photo

NARROW = {"width": 360, "height": 740}


@pytest.fixture
def group(kampung: httpx.Client) -> int:
    """Siti and Budi in a group with the bot."""
    siti, budi = live(kampung, "Siti", "Budi")
    chat = kampung.post("/groups", json={"title": "RT 03", "creator": budi, "members": [siti]}).json()["id"]
    kampung.post(f"/groups/{chat}/bot", json={"by": budi, "admin": True}).raise_for_status()
    return int(chat)


@pytest.fixture
def siti(url: str, page: Page, group: int) -> Locator:
    """Her phone, with the group open."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type] # a plain dict here, a TypedDict there
    page.goto(url)
    phone = phone_of(page, "Siti")
    phone.get_by_role("button", name="Ke daftar obrolan").click()
    phone.get_by_role("button", name="RT 03").click()
    return phone


def person(kampung: httpx.Client, name: str) -> int:
    return int(next(one["id"] for one in kampung.get("/state").json()["people"] if one["name"] == name))


OUTSIDE = """poll => {
  const { left, right } = poll.closest(".bubble").getBoundingClientRect();
  const sides = [...poll.querySelectorAll("*")].map((one) => one.getBoundingClientRect());
  return sides.filter((one) => one.left < left || one.right > right).length;
}"""


def fits(page: Page) -> None:
    """The page is as wide as the phone, and nothing of the poll hangs out of its bubble."""
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.locator(".poll").last.evaluate(OUTSIDE) == 0


def test_a_choice_is_made_changed_and_taken_back(page: Page, siti: Locator, group: int, bot: CallBot) -> None:
    bot("sendPoll", chat_id=group, question="Mana dulu?", options=["Selokan", "Lampu"], description="Kas 2 juta")
    expect(siti.get_by_text("Kas 2 juta")).to_be_visible()
    siti.get_by_role("button", name="Selokan").click()
    expect(siti.locator(".chosen")).to_contain_text("Selokan")
    siti.get_by_role("button", name="Ganti pilihan").click()
    expect(siti.get_by_role("button", name="Selokan")).to_have_attribute("aria-pressed", "true")
    fits(page)
    siti.get_by_role("button", name="Lampu").click()
    expect(siti.locator(".chosen")).to_contain_text("Lampu")
    siti.get_by_role("button", name="Tarik pilihan").click()
    expect(siti.get_by_text("Belum ada yang memilih")).to_be_visible()


def test_an_option_is_added_chosen_and_deleted(
    page: Page, siti: Locator, group: int, bot: CallBot, kampung: httpx.Client
) -> None:
    more = {"is_anonymous": False, "allow_adding_options": True}
    poll = bot("sendPoll", chat_id=group, question="Mana dulu?", options=["Selokan", "Lampu"], **more)["poll"]
    budi = person(kampung, "Budi")
    siti.get_by_role("button", name="Tambah pilihan").click()
    siti.get_by_role("textbox", name="Pilihan baru").fill("Gapura masuk kampung dengan nama jalan yang panjang sekali")
    siti.get_by_role("button", name="Tambah", exact=True).click()
    expect(siti.get_by_text("Siti menambah pilihan “Gapura")).to_be_visible()
    kampung.post(f"/polls/{poll['id']}/votes", json={"person": budi, "option_ids": [2]}).raise_for_status()
    siti.get_by_role("button", name="Gapura masuk kampung dengan nama jalan yang panjang sekali ditambah Siti").click()
    expect(siti.get_by_text("2 orang memilih")).to_be_visible()
    fits(page)
    siti.get_by_role("button", name="Hapus “Gapura").click()
    expect(siti.get_by_text("Suara untuk pilihan ini ikut hilang.")).to_be_visible()
    siti.get_by_role("button", name="Hapus", exact=True).click()
    expect(siti.get_by_text("Siti menghapus pilihan “Gapura")).to_be_visible()
    expect(siti.get_by_text("Belum ada yang memilih")).to_be_visible()


def test_photos_of_options_are_small_until_they_are_tapped(
    page: Page, siti: Locator, group: int, bot: CallBot, kampung: httpx.Client
) -> None:
    form = {"person": str(person(kampung, "Budi")), "kind": "photo"}
    files = {"file": ("got.jpg", photo("brown"), "image/jpeg")}
    sent = kampung.post(f"/chats/{group}/files", data=form, files=files).json()[0]["photo"]
    media = {"type": "photo", "media": sent["file_id"]}
    options = [{"text": "Selokan", "media": media}, {"text": "Lampu"}]
    bot("sendPoll", chat_id=group, question="Mana dulu?", options=options, media=media)
    small = siti.locator(".poll-row .poll-thumb img")
    expect(small).to_have_js_property("naturalWidth", 320)
    fits(page)
    siti.get_by_role("button", name="Foto Selokan, perbesar").click()
    expect(siti.get_by_role("dialog").get_by_role("img")).to_have_js_property("naturalWidth", 640)
    siti.get_by_role("button", name="Tutup").click()
    siti.get_by_role("button", name="Selokan", exact=True).click()
    expect(siti.locator(".chosen .poll-thumb img")).to_be_visible()
    fits(page)


def test_hidden_results_show_after_the_close(page: Page, siti: Locator, group: int, bot: CallBot) -> None:
    sent = bot(
        "sendPoll", chat_id=group, question="Mana dulu?", options=["Selokan", "Lampu"], hide_results_until_closes=True
    )
    siti.get_by_role("button", name="Lampu").click()
    expect(siti.get_by_text("hasil terlihat setelah ditutup")).to_be_visible()
    expect(siti.get_by_text("pilihan saya")).to_be_visible()
    expect(siti.get_by_text("%")).to_have_count(0)
    fits(page)
    bot("stopPoll", chat_id=group, message_id=sent["message_id"])
    expect(siti.get_by_text("100%")).to_be_visible()


def test_ticks_outlive_the_votes_of_others(siti: Locator, group: int, bot: CallBot, kampung: httpx.Client) -> None:
    sent = bot(
        "sendPoll",
        chat_id=group,
        question="Apa saja?",
        options=["Selokan", "Lampu", "Paving"],
        allows_multiple_answers=True,
    )
    siti.get_by_label("Selokan").check()
    vote = {"person": person(kampung, "Budi"), "option_ids": [1]}
    kampung.post(f"/polls/{sent['poll']['id']}/votes", json=vote).raise_for_status()
    expect(siti.get_by_text("1 orang memilih")).to_be_visible()
    expect(siti.get_by_label("Selokan")).to_be_checked()
    expect(siti.get_by_label("Selokan")).to_be_focused()
    siti.get_by_role("button", name="Kirim pilihan").click()
    expect(siti.get_by_text("2 orang memilih")).to_be_visible()
