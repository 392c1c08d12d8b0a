"""What neighbours call things: everyday Indonesian, Javanese, Sundanese and English words by kind, for guessing.

Only stems: endings such as -nya, -ne, -na are understood anyway. People mix these languages in one sentence.
"""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, ...]] = {
    "drain": (
        "selokan", "solokan", "got", "kalenan", "kalen", "parit", "saluran", "gorong", "gorong gorong", "drainase",
        "comberan", "peceren", "susukan", "mampet", "mampat", "buntu", "mbludag", "mbludak", "meluber", "meluap",
        "drain", "ditch", "gutter", "sewer",
    ),
    "lamp": (
        "lampu", "lampu jalan", "lampu gang", "lampu penerangan", "penerangan", "pju", "peteng", "poek", "pareum",
        "padam", "listrik", "setrum", "mati lampu", "gelap", "lampune mati", "tiang listrik", "bohlam",
        "street light", "streetlight", "lamp", "dark street",
    ),
    "road": (
        "jalan", "jalanan", "dalan", "gang", "aspal", "paving", "berlubang", "bolong", "lubang", "dalan bolong",
        "jalan rusak", "jalan berlubang", "becek", "ambles", "licin", "leueur", "lunyu", "jeglongan", "trotoar",
        "polisi tidur", "road", "street", "pothole",
    ),
    "garbage": (
        "sampah", "runtah", "uwuh", "sampah menumpuk", "bak sampah", "tempat sampah", "tong sampah", "tps", "limbah",
        "tumpukan", "garbage", "trash", "rubbish", "waste",
    ),
    "water": (
        "air", "air bersih", "banyu", "cai", "toya", "pdam", "pam", "sumur", "ledeng", "leding", "kran", "keran",
        "air mati", "air keruh", "buthek", "buthek banyune", "kiruh", "water", "tap",
    ),
    "security": (
        "maling", "pencurian", "kemalingan", "keamanan", "ronda", "poskamling", "pos ronda", "siskamling", "begal",
        "rampok", "tamu", "portal", "cctv", "hansip", "linmas", "bangsat motor", "curanmor",
        "security", "thief", "theft",
    ),
    "flood": (
        "banjir", "caah", "caileuncang", "kabanjiran", "kebanjiran", "rob", "genangan", "menggenang", "air naik",
        "banjir bandang", "flood", "flooding",
    ),
    "health": (
        "posyandu", "kesehatan", "lansia", "balita", "gizi", "stunting", "puskesmas", "bidan", "imunisasi", "obat",
        "nyamuk", "jentik", "demam berdarah", "dbd", "fogging", "health", "clinic", "mosquito",
    ),
    "bridge": ("jembatan", "kreteg", "sasak", "wot", "cukang", "bridge"),
    "toilet": ("wc", "mck", "jamban", "kakus", "toilet", "septic", "septik", "septic tank", "tinja"),
    "house": (
        "rumah rusak", "rumah roboh", "rumah bocor", "rumah tidak layak", "rtlh", "bedah rumah", "atap bocor", "gubuk",
        "omah rusak", "imah rusak",
    ),
    "hall": ("balai warga", "balai rt", "balai rw", "balai", "gedung pertemuan", "sekretariat", "community hall"),
    "playground": ("taman", "taman bermain", "tempat bermain", "ayunan", "perosotan", "ruang terbuka", "playground"),
    "cemetery": ("makam", "kuburan", "pemakaman", "sarean", "pasarean", "astana", "cemetery", "graveyard"),
    "learning": (
        "paud", "tpq", "tpa", "taman baca", "perpustakaan", "sekolah", "tk", "bimbel", "buku", "library", "school",
    ),
    "internet": ("internet", "wifi", "sinyal", "jaringan", "kuota", "signal"),
    "culture": (
        "masjid", "mushola", "musala", "mushalla", "langgar", "gereja", "pura", "wihara", "pengajian", "gamelan",
        "kesenian", "seni", "rebana", "hadroh", "sound system",
    ),
    "youth": (
        "pemuda", "karang taruna", "lapangan", "voli", "badminton", "bulu tangkis", "futsal", "olahraga", "senam",
    ),
    "irrigation": ("irigasi", "sawah", "pengairan", "tersier", "pintu air", "irrigation"),
    "business": ("umkm", "usaha", "modal", "dagangan", "jualan", "koperasi", "warung sepi", "pasar", "business"),
    "training": ("pelatihan", "kursus", "keterampilan", "pengangguran", "training", "course"),
    "family": ("difabel", "disabilitas", "kursi roda", "pkk", "dasawisma", "perempuan", "janda", "yatim", "disability"),
    "readiness": (
        "siaga bencana", "bencana", "longsor", "kebakaran", "apar", "jalur evakuasi", "gempa", "pohon tumbang",
        "kobong", "kahuruan", "fire", "landslide", "earthquake",
    ),
    "idea": ("usul baru", "ide", "bagaimana kalau", "gimana kalau", "kumaha lamun", "piye yen", "idea"),
}  # fmt: skip

NOT_A_KIND = (
    "jalan jalan", "jalan keluar", "jalan terus", "tidak jalan", "ga jalan", "gak jalan", "mlaku mlaku", "air mata",
    "tanah air", "gang motor", "seni bela diri", "di depan pos ronda", "dekat pos ronda", "depan pos ronda",
    "samping musala", "samping masjid", "depan masjid", "dekat masjid", "belakang masjid", "depan sekolah",
    "dekat sekolah", "depan pasar", "dekat pasar", "dekat lapangan", "depan lapangan", "dekat balai", "depan balai",
    "dekat makam", "depan taman",
    "di jalan", "di gang", "pinggir jalan", "tengah jalan",
)  # fmt: skip
"""Expressions that only sound like one: going for a walk, or a landmark beside which something is."""
