"""The chat page in a real browser: neighbours write, tap, point, vote, and see what the bot sends."""

import re

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from playground.server import running
from playground.world import World
from tests.playground.kit import Lamp
from tests.playground_page.kit import CallBot, button, heard, live, phone_of, photo, write

SMALL_PHONE: ViewportSize = {"width": 360, "height": 740}
# The page itself never scrolls sideways, so what sticks out has to be looked for; strips of chips may.
BEYOND_SCREEN = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest(".people, .chips, .map, .unseen, .skip"))
  .map((one) => [one.className, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && (box.left < -1 || box.right > window.innerWidth + 1))
  .map(([name]) => String(name))"""
TOO_SMALL = """() => [...document.querySelectorAll("button, select, textarea, input:not([type=checkbox])")]
  .filter((one) => !one.closest("[inert]") && !one.matches(".in-text, .spoiler, .unseen, .bubble-menu"))
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 44 || box.height < 44))
  .map(([name]) => name)"""


def test_it_adds_a_person_who_presses_start(url: str, page: Page, bot: CallBot) -> None:
    page.goto(url)
    page.get_by_role("button", name="Tambah satu orang").click()
    page.get_by_label("Nama panggilan").fill("Bu Tini")
    page.get_by_role("dialog").get_by_role("button", name="Tambah orang").click()
    tini = phone_of(page, "Bu Tini")
    tini.get_by_role("button", name="MULAI").click()
    expect(tini.get_by_role("log")).to_contain_text("/start")
    [message] = heard(bot, "message")
    assert (message["from"]["first_name"], message["text"]) == ("Bu Tini", "/start")


def test_it_opens_a_link_with_its_payload(url: str, page: Page, kampung: httpx.Client) -> None:
    live(kampung, "Asep", started=False)
    page.goto(url)
    asep = phone_of(page, "Asep")
    asep.get_by_role("button", name="Ke daftar obrolan").click()
    asep.get_by_role("button", name="Menu ponsel").click()
    asep.get_by_role("button", name="Buka tautan").click()
    box = asep.get_by_role("textbox", name="Tautan atau kodenya")
    box.fill("https://example.org/elsewhere")
    box.press("Enter")
    expect(asep).to_contain_text("bukan tautan ke @rembuk_bot")
    box.fill("t.me/rembuk_bot?start=rt-7kq2")
    box.press("Enter")
    expect(asep.get_by_role("log")).to_contain_text("/start rt-7kq2")


def test_a_link_to_share_is_passed_on_to_a_group(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    siti, budi = live(kampung, "Siti", "Budi")
    kampung.post("/groups", json={"title": "RT 03", "creator": budi, "members": [siti]}).raise_for_status()
    page.goto(url)
    share = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Frembuk_bot%3Fstart%3Dsaksi_1&text=Minta%20tolong"
    keyboard = {"inline_keyboard": [[{"text": "Kirim ke saksi", "url": share}]]}
    bot("sendMessage", chat_id=siti, text="Kirim tautannya", reply_markup=keyboard)
    phone = phone_of(page, "Siti")
    phone.get_by_role("button", name="Kirim ke saksi").click()
    phone.get_by_role("dialog").get_by_role("button", name="RT 03").click()
    expect(phone.get_by_role("log")).to_contain_text("https://t.me/rembuk_bot?start=saksi_1\nMinta tolong")


def test_it_shows_formats_and_never_reads_markup(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    [siti] = live(kampung, "Siti")
    html = '<b>tebal <i>miring</i></b> <tg-spoiler>rahasia</tg-spoiler> <a href="https://t.me/rembuk_bot?start=usul">mulai</a>'
    page.goto(url)
    bot("sendMessage", chat_id=siti, parse_mode="HTML", text=f"{html} &lt;img src=x onerror=alert(1)&gt;")
    log = phone_of(page, "Siti").get_by_role("log")
    expect(log.locator("strong")).to_have_text("tebal miring")
    expect(log.locator("strong em")).to_have_text("miring")
    expect(log).to_contain_text("<img src=x onerror=alert(1)>")
    expect(log.locator("img[src=x]")).to_have_count(0)
    log.get_by_role("button", name="Teks tersembunyi").click()
    expect(log.get_by_role("button", name="rahasia")).to_be_visible()
    log.get_by_role("link", name="mulai").click()
    expect(log).to_contain_text("/start usul")


def test_a_tap_reaches_the_bot_and_its_answer_the_person(
    url: str, page: Page, kampung: httpx.Client, bot: CallBot
) -> None:
    [siti, _] = live(kampung, "Siti", "Budi")
    page.goto(url)
    phone = phone_of(page, "Siti")
    choices = {"inline_keyboard": [[button("💧 Selokan"), button("💡 Lampu jalan")]]}
    sent = bot("sendMessage", chat_id=siti, text="Ini soal apa?", reply_markup=choices)
    phone.get_by_role("button", name="Lampu jalan").click()
    [query] = heard(bot, "callback_query")
    assert query["data"] == "💡 Lampu jalan"
    bot("answerCallbackQuery", callback_query_id=query["id"], text="Tercatat 🙏")
    expect(phone.get_by_text("Tercatat 🙏")).to_be_visible()
    expect(phone_of(page, "Budi")).not_to_contain_text("Tercatat")
    bot("editMessageText", chat_id=siti, message_id=sent["message_id"], text="Jenis: Lampu jalan ✓")
    expect(phone.get_by_role("log")).to_contain_text("Jenis: Lampu jalan ✓")
    expect(phone.get_by_role("button", name="Selokan")).to_have_count(0)


def test_an_alert_waits_until_it_is_read(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    [siti] = live(kampung, "Siti")
    page.goto(url)
    phone = phone_of(page, "Siti")
    bot("sendMessage", chat_id=siti, text="?", reply_markup={"inline_keyboard": [[button("Bahaya")]]})
    phone.get_by_role("button", name="Bahaya").click()
    [query] = heard(bot, "callback_query")
    bot("answerCallbackQuery", callback_query_id=query["id"], text="Telepon dulu: 112", show_alert=True)
    alert = phone.get_by_role("dialog")
    expect(alert).to_contain_text("Telepon dulu: 112")
    expect(alert.get_by_role("button", name="Baik")).to_be_focused()
    page.keyboard.press("Escape")
    expect(alert).to_have_count(0)


def test_neighbours_talk_answer_and_correct_in_a_group(url: str, page: Page, kampung: httpx.Client) -> None:
    budi, siti = live(kampung, "Budi", "Siti")
    kampung.post("/groups", json={"title": "RT 03", "creator": budi, "members": [siti]}).raise_for_status()
    page.goto(url)
    phones = [phone_of(page, name) for name in ("Budi", "Siti")]
    for phone in phones:
        phone.get_by_role("button", name="Ke daftar obrolan").click()
        phone.get_by_role("button", name="RT 03").click()
    write(phones[1], "Selokan mampet lagi")
    phones[0].get_by_text("Selokan mampet lagi").click()
    phones[0].get_by_role("button", name="Balas").click()
    write(phones[0], "Siap, besok dicek")
    log = phones[1].get_by_role("log")
    expect(log.get_by_role("button", name="Membalas Siti: Selokan mampet lagi")).to_be_visible()
    phones[0].get_by_text("Siap, besok dicek").click()
    phones[0].get_by_role("button", name="Ubah").click()
    write(phones[0], "Siap, lusa dicek")
    expect(log).to_contain_text("Siap, lusa dicek")
    expect(log).to_contain_text("diubah")


def test_several_photos_become_an_album(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    live(kampung, "Siti")
    page.goto(url)
    siti = phone_of(page, "Siti")
    siti.get_by_role("button", name="Lampirkan").click()
    siti.get_by_role("button", name="Foto", exact=True).click()
    chosen: list[FilePayload] = [
        {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)} for colour in ("red", "green")
    ]
    siti.locator("input[type=file]").set_input_files(chosen)
    siti.get_by_role("textbox", name=re.compile("^Keterangan")).fill("Gang Melati")
    siti.get_by_role("button", name="Kirim 2 foto").click()
    shown = siti.get_by_role("log").get_by_role("button", name=re.compile(r"^Foto \d dari 2"))
    expect(shown).to_have_count(2)
    _, first, second = heard(bot, "message", 3)
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "Gang Melati"


def test_the_location_button_opens_the_map(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    [siti] = live(kampung, "Siti")
    keyboard = {"keyboard": [[{"text": "📍 Kirim lokasi", "request_location": True}], [{"text": "Masjid"}]]}
    page.goto(url)
    bot("sendMessage", chat_id=siti, text="Di sebelah mana?", reply_markup=keyboard | {"one_time_keyboard": True})
    phone = phone_of(page, "Siti")
    phone.get_by_role("button", name="Kirim lokasi").click()
    phone.get_by_role("group", name="Peta sketsa").press("ArrowUp")
    phone.get_by_role("textbox", name="Bujur").fill("110,9412")
    phone.get_by_role("button", name="Kirim lokasi ini").click()
    expect(phone.get_by_role("log")).to_contain_text("110.94120")
    expect(phone.get_by_role("group", name="Tombol cepat")).to_have_count(0)
    location = heard(bot, "message", 2)[-1]["location"]
    assert location["latitude"] == pytest.approx(-7.59591, abs=1e-5)
    assert location["longitude"] == pytest.approx(110.9412)


def test_a_poll_is_answered_counted_and_taken_back(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    [siti] = live(kampung, "Siti")
    page.goto(url)
    options = [{"text": "Selokan"}, {"text": "Lampu"}, {"text": "Paving"}]
    bot(
        "sendPoll",
        chat_id=siti,
        question="Mana dulu?",
        options=options,
        allows_multiple_answers=True,
        is_anonymous=False,
    )
    phone = phone_of(page, "Siti")
    send = phone.get_by_role("button", name="Kirim pilihan")
    expect(send).to_be_disabled()
    phone.get_by_label("Selokan").check()
    phone.get_by_label("Paving").check()
    send.click()
    expect(phone.get_by_role("log")).to_contain_text("1 orang memilih")
    phone.get_by_role("button", name="Tarik pilihan").click()
    expect(phone.get_by_role("log")).to_contain_text("Belum ada yang memilih")
    assert [one["option_ids"] for one in heard(bot, "poll_answer", 2)] == [[0, 2], []]


def test_the_switch_rests_where_nobody_holds_the_power(url: str, page: Page) -> None:
    page.goto(url)
    expect(page.get_by_role("button", name="Matikan listrik")).to_be_disabled()
    expect(page.get_by_text("Tanpa sakelar")).to_be_visible()


def test_the_switch_turns_the_power_off_and_on(page: Page, world: World) -> None:
    supervisor = Lamp()
    with running(world, page=True, supervisor=supervisor) as url:
        page.goto(url)
        page.get_by_role("button", name="Matikan listrik").click()
        banner = page.get_by_text("Listrik padam. ")
        expect(banner).to_be_visible()
        assert not supervisor.is_on
        page.get_by_role("button", name="Nyalakan").first.click()
        expect(banner).to_have_count(0)
        assert supervisor.is_on


def test_the_page_says_that_the_connection_is_lost_and_comes_back(page: Page, world: World) -> None:
    with running(world, page=True) as url:
        page.goto(url)
        expect(page.get_by_text("Kampung masih sepi")).to_be_visible()
        port = int(url.rsplit(":", 1)[1])
    lost = page.get_by_text("Sambungan terputus")
    expect(lost).to_be_visible()
    with running(world, port, page=True) as url, httpx.Client(base_url=f"{url}/play") as kampung:
        expect(lost).to_have_count(0, timeout=15_000)
        live(kampung, "Siti")
        expect(phone_of(page, "Siti").get_by_role("log")).to_contain_text("/start")


def test_one_thumb_and_360_pixels_are_enough(url: str, page: Page, kampung: httpx.Client, bot: CallBot) -> None:
    [siti, *_] = live(kampung, "Siti", "Bu Tini", "Pak Budi", "Asep", "Mbah Karto")
    page.set_viewport_size(SMALL_PHONE)
    page.emulate_media(reduced_motion="reduce")  # a sheet that is still growing would be measured too small
    rows = [[button("🙈 Urusan antarwarga")], [button("💧 Selokan"), button("💡 Lampu jalan")]]
    bot("sendMessage", chat_id=siti, text="panjang" * 40, reply_markup={"inline_keyboard": rows})
    keyboard = {"keyboard": [[{"text": "📝 Sampaikan usul"}, {"text": "👀 Usulan tetangga"}]]}
    bot("sendMessage", chat_id=siti, text="Mau apa dulu?", reply_markup=keyboard)
    page.goto(url)
    expect(phone_of(page, "Siti").get_by_role("button", name="Sampaikan usul")).to_be_visible()
    expect(phone_of(page, "Bu Tini")).to_be_hidden()
    assert page.evaluate(BEYOND_SCREEN) == []
    assert page.evaluate(TOO_SMALL) == []
    page.get_by_role("button", name="Bu Tini").click()
    expect(phone_of(page, "Bu Tini")).to_be_visible()
    expect(phone_of(page, "Siti")).to_be_hidden()
    phone_of(page, "Bu Tini").get_by_role("button", name="Lampirkan").click()
    assert page.evaluate(BEYOND_SCREEN) == []
    assert page.evaluate(TOO_SMALL) == []
