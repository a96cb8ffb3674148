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
