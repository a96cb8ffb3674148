"""What can go wrong in the domain, in plain words (Indonesian message ids)."""

from consultations.vocabulary import N_


class Refusal(Exception):  # noqa: N818 - the domain refuses; nothing has broken
    """The act is not possible; nothing was changed. ``message`` is a gettext message id."""

    message = N_("Permintaan ini tidak dapat dipenuhi.")

    def __init__(self, message: str | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(self.message)


class NotFound(Refusal):
    """The thing asked for does not exist, or not for this reader."""

    message = N_("Yang Anda cari tidak ada, atau sudah tidak tersedia.")


class WindowClosed(Refusal):
    """No phase that accepts input is running now."""

    message = N_("Masa penyampaian masukan sedang tidak dibuka.")


class UnitClosed(Refusal):
    """The drafting team closed this unit to input."""

    message = N_("Butir ini tidak dibuka untuk masukan.")


class AccountNeeded(Refusal):
    """Guests may not comment in this consultation."""

    message = N_("Konsultasi ini meminta Anda masuk lebih dahulu sebelum menyampaikan masukan.")


class EditingOver(Refusal):
    """The time in which an author may change an input's words has passed."""

    message = N_("Waktu untuk mengubah masukan ini sudah lewat.")


class AlreadyAnswered(Refusal):
    """An input with a published reply stays as it was answered."""

    message = N_("Masukan ini sudah dijawab, jadi tidak dapat lagi diubah atau ditarik.")


class AlreadyWithdrawn(Refusal):
    """Its author took the input back."""

    message = N_("Masukan ini sudah ditarik.")


class ClaimedBySomebody(Refusal):
    """Another account holds the input."""

    message = N_("Masukan ini sudah disimpan di akun lain.")


class ResponsesClosed(Refusal):
    """The consultation takes no responses to inputs."""

    message = N_("Konsultasi ini tidak membuka balasan antarpeserta.")


class QuoteMissing(Refusal):
    """The quoted words don't occur in the unit."""

    message = N_("Kutipan ini tidak ada dalam naskah butir. Salin persis seperti tertulis.")


class QuoteAmbiguous(Refusal):
    """The quoted words occur more than once, and nothing tells which are meant."""

    message = N_("Kata ini muncul lebih dari sekali. Kutip lebih panjang agar jelas yang mana.")


class FileRefused(Refusal):
    """A file is not what evidence may be."""


class OtherSubmission(Refusal):
    """The idempotency key was used for another text."""

    message = N_(
        "Formulir ini sudah pernah dikirim dengan isi lain. "
        "Muat ulang halaman untuk mengirim masukan baru."
    )


class Published(Refusal):
    """A published version never changes."""

    message = N_("Versi yang sudah diterbitkan tidak dapat diubah.")


class Stale(Refusal):
    """Somebody else changed the row after it was read."""

    message = N_("Orang lain sudah mengubahnya sejak halaman ini dibuka. Periksa lalu simpan lagi.")


class ThemeGone(Refusal):
    """The theme was merged into another since, or what made it was undone."""

    message = N_(
        "Tema ini sudah tidak ada: orang lain menggabungkannya dengan tema lain, atau "
        "membatalkannya. Tidak ada yang Anda ubah di sini."
    )


class SessionClosed(Refusal):
    """The session has been closed; its notes are final."""

    message = N_("Sesi ini sudah ditutup.")


class SessionCancelled(Refusal):
    """The session is not held."""

    message = N_("Sesi ini dibatalkan.")


class RegistrationClosed(Refusal):
    """Only the invited take part, or the session is over."""

    message = N_("Pendaftaran sesi ini tidak dibuka.")


class CheckInClosed(Refusal):
    """Attendance is taken from some hours before a session until it is closed."""

    message = N_("Daftar hadir sesi ini sedang tidak dibuka.")


class Malformed(Refusal):
    """The material handed in can't be read as what it should be."""


class SignInRefused(Refusal):
    """E-mail and password don't match an active account; the message never says which."""

    message = N_("Surel atau kata sandi tidak cocok.")


class TooManyAttempts(Refusal):
    """Too many failed sign-ins for this e-mail address in a short time."""

    message = N_("Terlalu banyak percobaan. Coba lagi dalam 15 menit.")


class LinkSpent(Refusal):
    """A sign-in link that has expired or has been used."""

    message = N_("Tautan masuk ini sudah dipakai atau kedaluwarsa. Mintalah yang baru.")


class SlugTaken(Refusal):
    """Another consultation has this address."""

    message = N_("Alamat ini sudah dipakai konsultasi lain.")


class CodeTaken(Refusal):
    """Another consultation's registration numbers begin with this code."""

    message = N_("Kode ini sudah dipakai konsultasi lain.")


class Answered(Refusal):
    """Authors have been answered already, so the act can't be taken back."""

    message = N_("Sebagian masukannya sudah dijawab, jadi tidak dapat dibatalkan lagi.")


class TooManyLetters(Refusal):
    """Too much mail was asked for from one network in a short time."""

    message = N_("Terlalu banyak permintaan surel dari jaringan ini. Coba lagi dalam satu jam.")


class CannotUndo(Refusal):
    """Something later builds on the act; the message says what."""

    message = N_("Tidak dapat dibatalkan: sesudahnya ada perubahan lain yang bertumpu padanya.")


class BothAnswered(Refusal):
    """Two themes whose authors have both been answered stay two."""

    message = N_(
        "Kedua tema sudah dijawab kepada pemberi masukannya, jadi tidak dapat digabungkan."
    )


class AnsweredMustStay(Refusal):
    """Of two themes the one with a published answer has to be the one that stays."""

    message = N_(
        "Tema yang akan hilang sudah dijawab. Pilih tema itu sebagai yang tetap, "
        "lalu gabungkan yang lain ke dalamnya."
    )


class AnsweredInput(Refusal):
    """Inputs whose authors have an answer stay in the theme that gives it."""

    message = N_("Sebagian masukan yang dipilih sudah dijawab, jadi tetap berada di temanya.")
