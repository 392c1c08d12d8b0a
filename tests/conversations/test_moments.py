"""A day and an hour are found in announcements as they are really written, and not where there is none."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.widgets.moments import Moment, moment_in

JAKARTA = "Asia/Jakarta"
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
"""Thursday, 10.00 in Jakarta."""
THURSDAY, FRIDAY, SATURDAY, SUNDAY = (date(2026, 11, day) for day in (26, 27, 28, 29))

WITH_A_DAY = [
    # weekdays
    ("Kerja bakti hari Minggu jam 7 kumpul di pos ronda, bawa cangkul & karung. Trims 🙏", SUNDAY, time(7)),
    ("Ass wr wb. Mohon kehadiran bapak2 rapat, Sabtu malam ba'da Isya di rumah Pak Slamet", SATURDAY, time(19, 30)),
    ("RAPAT WARGA\nHari : SABTU\nJam : 19.30 WIB\nTempat : Balai RW 05", SATURDAY, time(19, 30)),
    ("Mangga rawuh kerja bakti dinten Minggu tabuh 7 enjing wonten pos", SUNDAY, time(7)),
    ("Wargi sadaya, hayu gotong royong poe Ahad tabuh 7 isuk-isuk", SUNDAY, time(7)),
    ("Ngaturi pirsa, malem Setu wonten rembugan, jam 8", FRIDAY, time(20)),
    ("Yasinan malam Minggu jam 8 di rumah Bu Tini RT 03", SATURDAY, time(20)),
    ("Arisan ibu-ibu Jum'at sore pukul 16.00, di rumah Bu RT. Iuran Rp 20.000", FRIDAY, time(16)),
    ("Minggu pagi kita senam, jam setengah 7 ya bu ibu", SUNDAY, time(6, 30)),
    ("minggu jam 7 kumpul di lapangan", SUNDAY, time(7)),
    ("Kerja bakti besok Minggu, pkl. 06.30, RT 03/RW 05", SUNDAY, time(6, 30)),
    ("Vaksin kucing gratis Senin (30/11/2026) pk. 08.00 di balai RW", date(2026, 11, 30), time(8)),
    ("Community work this Saturday at 7 am, bring a hoe", SATURDAY, time(7)),
    ("Bapak/Ibu Sabtu kita bersih-bersih gang", SATURDAY, None),
    ("Iuran kas minggu lalu sudah tercatat. Rapat Selasa jam 8 malam.", date(2026, 12, 1), time(20)),
    ("Kumpul hari Minggu ini jam tujuh pagi, pos ronda", SUNDAY, time(7)),
    # tomorrow, tonight
    ("bsk jam 7 kerja bakti ya bpk2", FRIDAY, time(7)),
    ("Fogging DBD besok pukul 16.30, mohon pintu dibuka", FRIDAY, time(16, 30)),
    ("nanti malam jam 8 rapat di pos, penting", THURSDAY, time(20)),
    ("Ronda malam ini jam 22.00: Pak Budi, Pak Joko", THURSDAY, time(22)),
    ("Posyandu lusa pagi di rumah Bu Kader", SATURDAY, None),
    ("Bank sampah buka besok pagi jam 8, timbang di lapangan", FRIDAY, time(8)),
    ("Nanti jam 4 sore ada petugas PLN", THURSDAY, time(16)),
    ("Nanti jam 4 ada petugas PLN", THURSDAY, time(16)),
    ("Hari ini pukul 15.00 air dimatikan sampai pukul 18.00", THURSDAY, time(15)),
    ("Mbenjing tabuh 9 wonten posyandu", FRIDAY, time(9)),
    ("Isukan jam 8 urang ngabersihan solokan", FRIDAY, time(8)),
    ("Meeting tonight at 8, RT office", THURSDAY, time(20)),
    ("Listrik padam besok, 09.00-12.00 WIB", FRIDAY, time(9)),
    ("Besok air dimatikan sampai jam 15.00", FRIDAY, None),
    ("Besok jam 8 pengajian, jam 12 siang makan bersama", FRIDAY, time(8)),
    ("Pengajian 14.00 WITA, besok", FRIDAY, time(14)),
    ("Besok rapat bersama Pak Lurah dan semua pengurus, setengah 8 malam", FRIDAY, time(19, 30)),
    ("Besok petugas datang, mohon siapkan uang dan catatan meteran 12.50 ya", FRIDAY, None),
    ("Reuni pemuda nanti malam minggu jam 7", SATURDAY, time(19)),
    # dates
    ("Rapat warga Sabtu, 28 Nov 2026 pk. 19.30 di balai", SATURDAY, time(19, 30)),
    ("Pengajian tgl 5/12 jam setengah 8 malam", date(2026, 12, 5), time(19, 30)),
    ("Posyandu balita tanggal 10 Desember, jam 8 pagi sampai selesai", date(2026, 12, 10), time(8)),
    ("Pemilihan ketua RT: 12-12-2026, mulai 08.00", date(2026, 12, 12), time(8)),
    ("Bazar warga 28-29 November 2026 di lapangan", SATURDAY, None),
    ("Kerja bakti tgl 6 jam 7, hub. 0812-3456-7890", date(2026, 12, 6), time(7)),
    ("Peresmian pos ronda pada hari Ahad tanggal 29 Nopember 2026 pukul 09.00", SUNDAY, time(9)),
    ("Lomba 17 Agustus kemarin sukses. Pembubaran panitia Sabtu 5 Des jam 19.00", date(2026, 12, 5), time(19)),
    ("Sesuai rapat 21 November, kerja bakti hari Minggu jam 7", SUNDAY, time(7)),
    ("Tahun baruan 31 Desember jam 20.00 di pos", date(2026, 12, 31), time(20)),
    ("Rapat mulai jam 7.30 malam, Senin 30 November", date(2026, 11, 30), time(19, 30)),
    ("Save the date: November 28, 2026, 7 pm", SATURDAY, time(19)),
    ("2026-12-01 19:00 rapat pengurus", date(2026, 12, 1), time(19)),
]  # fmt: skip

WITHOUT_A_DAY = [
    "Mohon sampah dipilah ya bapak ibu, terima kasih 🙏",
    "Warga RT 03/RW 05 yang belum punya tempat sampah, hubungi Pak Joko 0812-3456-7890",
    "Iuran sampah Rp 20.000 per rumah, titip ke Bu Tini No. 14",
    "Kantor kelurahan melayani di jam kerja",
    "3 hari lagi tidak tahu",
    "Pelayanan Senin-Jumat jam 08.00-15.00",
    "Terima kasih kerja bakti Minggu kemarin, selokan sudah bersih",
    "Alhamdulillah hari ini selokan sudah selesai",
    "Sudah dua minggu air keruh, sabar ya",
    "Mohon doa untuk Bapak Ahad Suryana yang dirawat",
    "Sudah 2 Minggu air keruh, mohon maaf",
    "Kerja bakti tanggal 28 lalu berjalan lancar",
    "Minggu ini giliran blok A angkut sampah",
    "Minggu depan kita bahas lagi",
    "Iuran paling lambat tanggal 10 Desember",
    "Pendaftaran lomba sampai hari Jumat",
    "Setiap hari Minggu pagi ada senam di lapangan",
    "Tiap malam Jumat yasinan seperti biasa",
    "Kas RT per November: masuk Rp 1.250.000, keluar Rp 750.500",
    "Turut berduka cita atas berpulangnya Mbah Kamis",
    "Ada yang kehilangan kucing? Ditemukan di Gang Melati No. 12/5",
    "Nomor baru Pak RT 0813 1234 5678, mohon disimpan",
    "Jalan Mawar 2 ditutup 1/2 jalur, hati-hati",
    "Tadi malam jam 2 ada pencurian motor di gang Melati. Kunci ganda ya",
    "Mobil ke Pasar Minggu masih muat 3 orang",
    "Hasil rapat 21/11/2026: iuran tetap",
    "Rapat 14 November sudah sepakat, notulen menyusul",
    "Panitia 17 Agustus butuh 5 orang lagi",
    "Pak Rabu mencari tukang, yang bisa hubungi 085712345678",
    "Mulai sekarang sampah diangkut pagi",
    "Pos ronda buka 24 jam, tamu wajib lapor 1x24 jam",
    "Air PAM keruh sejak Senin, sudah dilaporkan ke PDAM",
    "Harga beras Rp 14.500, minyak 17.30 ribu, stok 5 karung",
    "Jumlah suara: 28/41 warga, Selokan 24, lampu 19",
    "Last Sunday was great, thank you all",
    "Jam 7 ya, jangan lupa",
    "Bantuan turun untuk 12 KK di RT 01-03",
    "Fotokopi KTP 2 lembar, dikumpulkan ke sekretaris",
    "Setu Babakan ramai, jaga anak-anak",
    "Kode pos 12640, blok B2/14, lantai 3",
]


@pytest.mark.parametrize(("text", "day", "hour"), WITH_A_DAY)
def test_the_day_and_hour_of_an_announcement_are_found(text: str, day: date, hour: time | None) -> None:
    assert moment_in(text, NOW, JAKARTA) == Moment(day, hour)


@pytest.mark.parametrize("text", WITHOUT_A_DAY)
def test_no_day_is_found_where_none_is(text: str) -> None:
    assert moment_in(text, NOW, JAKARTA) is None


def test_enough_announcements_were_read() -> None:
    assert len({text for text, _, _ in WITH_A_DAY}) + len(set(WITHOUT_A_DAY)) >= 60


def test_tomorrow_is_tomorrow_there() -> None:
    late = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert moment_in("besok jam 7", late, JAKARTA) == Moment(FRIDAY, time(7))
    assert moment_in("besok jam 7", late, "Asia/Jayapura") == Moment(SATURDAY, time(7))


def test_what_is_over_today_is_no_moment() -> None:
    assert moment_in("Hari ini jam 9 pagi posyandu", NOW, JAKARTA) is None
    assert moment_in("Hari ini jam 11 posyandu", NOW, JAKARTA) == Moment(THURSDAY, time(11))


@given(st.text(max_size=80) | st.text("0123456789/.:-, tgljamRpminguhar", max_size=60))
def test_whatever_is_written_a_moment_is_to_come_or_none(text: str) -> None:
    found = moment_in(text, NOW, JAKARTA)
    assert found is None or THURSDAY <= found.day <= THURSDAY + timedelta(days=730)
