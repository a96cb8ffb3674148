"""What people do to themes, in the words of the history."""

from consultations.vocabulary.words import N_, Term


class ThemeAct(Term):
    """What a person did to themes and the inputs in them."""

    ACCEPT = "terima", N_("Menerima tema")
    RENAME = "ubah_nama", N_("Mengubah nama tema")
    MERGE = "gabung", N_("Menggabungkan tema")
    SPLIT = "pecah", N_("Memecah tema")
    MOVE = "pindah", N_("Memindahkan masukan")
    ADD = "tambah", N_("Menambahkan masukan ke tema")
    TAKE_OUT = "keluarkan", N_("Mengeluarkan masukan dari tema")
    PIN = "tetapkan", N_("Menetapkan masukan sebagai jangkar")
    UNPIN = "lepas", N_("Melepas jangkar")
    OFF_TOPIC = "luar_pokok", N_("Menandai di luar pokok bahasan")
    TAKE_OVER = "ambil_alih", N_("Mengambil usulan analisis ulang")
    NOTE = "catatan", N_("Menulis catatan tim")


class SuggestionKind(Term):
    """What a language model may be asked to draft for a theme; the value is the address's."""

    NAME = "nama", N_("Usulan nama")
    BRIEF = "ringkasan", N_("Usulan ringkasan")


class SuggestionState(Term):
    """Where a machine's draft for a theme stands."""

    QUEUED = "antre", N_("Menunggu giliran")
    WRITING = "ditulis", N_("Sedang ditulis mesin")
    READY = "siap", N_("Menunggu keputusan Anda")
    FAILED = "gagal", N_("Tidak berhasil")
    ACCEPTED = "dipakai", N_("Dipakai")
    DISCARDED = "dibuang", N_("Dibuang")


class SuggestionTrouble(Term):
    """Why a machine's draft did not come about, in words for the team."""

    UNREACHABLE = "tak_terhubung", N_("Model bahasa tidak dapat dihubungi, atau memutus sambungan.")
    LATE = "terlambat", N_("Model bahasa tidak menjawab dalam waktu yang ditetapkan.")
    KEY_REFUSED = "kunci_ditolak", N_("Model bahasa menolak kunci yang dipasang administrator.")
    NOT_THERE = "tak_ada", N_("Alamat atau nama model yang dipasang administrator tidak dikenal.")
    BROKEN = "rusak", N_("Model bahasa menjawab dengan galat.")
    NONSENSE = "tak_terbaca", N_("Jawaban model bahasa tidak dapat dibaca.")
    ELSEWHERE = (
        "di_luar",
        N_("Alamat model bahasa berada di luar jaringan sendiri, jadi tidak ada yang dikirim."),
    )
    NOT_READ = (
        "belum_dibaca",
        N_("Masukan tema ini belum dibaca analisis. Jalankan analisis dahulu."),
    )
    NOTHING_PUBLIC = (
        "tak_ada_bahan",
        N_("Terlalu sedikit masukan terbit di tema ini; yang tertutup tidak pernah dikirim."),
    )
    UNSUPPORTED = (
        "tak_didukung",
        N_("Tidak satu kalimat pun didukung masukan yang dikutipnya, jadi semuanya dibuang."),
    )
    INTERNAL = "tak_terduga", N_("Ada kesalahan di server ini. Administrator dapat melihat lognya.")


class SuggestionFault(Term):
    """Why a sentence that a machine drafted is dropped before anybody reads it."""

    UNCITED = "tanpa_nomor", N_("tanpa nomor kutipan yang dikirim")
    NUMBER = "angka", N_("menyebut angka yang tidak ada dalam kutipannya")
    UNSUPPORTED = "tak_didukung", N_("tidak didukung isi kutipannya")
    FORM = "bentuk", N_("terlalu panjang, atau memuat tautan, kode, atau data pribadi")
