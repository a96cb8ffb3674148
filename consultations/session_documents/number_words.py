"""Numbers and dates in Indonesian words (terbilang), as official records write them."""

from datetime import date

LARGEST = 9999
_ONES = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
    *("sepuluh", "sebelas"),
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_TEN, _TWENTY, _HUNDRED, _TWO_HUNDRED, _THOUSAND, _TWO_THOUSAND = 10, 20, 100, 200, 1000, 2000


def spelt_out(number: int) -> str:
    """A number from 0 to 9999 in words: 2024 is "dua ribu dua puluh empat"."""
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    return _spelt(number)


def _spelt(number: int) -> str:
    if number < _TWENTY:
        return _below_twenty(number)
    if _HUNDRED <= number < _TWO_HUNDRED:
        return _joined("seratus", number - _HUNDRED)
    if _THOUSAND <= number < _TWO_THOUSAND:
        return _joined("seribu", number - _THOUSAND)
    for unit, name in ((_THOUSAND, "ribu"), (_HUNDRED, "ratus")):
        if number >= unit:
            return _joined(f"{_ONES[number // unit]} {name}", number % unit)
    return _joined(f"{_ONES[number // _TEN]} puluh", number % _TEN)


def _below_twenty(number: int) -> str:
    return _ONES[number] if number < len(_ONES) else f"{_ONES[number - _TEN]} belas"


def _joined(words: str, rest: int) -> str:
    return f"{words} {_spelt(rest)}" if rest else words


def date_spelt_out(day: date) -> str:
    """As in "Jumat, tanggal enam belas bulan Februari tahun dua ribu dua puluh empat"."""
    return (
        f"{DAYS[day.weekday()]}, tanggal {spelt_out(day.day)} "
        f"bulan {MONTHS[day.month - 1]} tahun {spelt_out(day.year)}"
    )


def written_date(day: date) -> str:
    """As in "16 Februari 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
