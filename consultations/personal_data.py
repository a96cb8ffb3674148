"""Finds personal data in what people write, and masks it; laws, dates and sums are left alone.

Indonesian numbers carry no checksum worth the name, so shape, dates inside them and the words in
front decide. A number is looked for by groups of digits, so that separators don't hide it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consultations.vocabulary import PersonalDataKind as Kind


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a text, and what they are."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Digits:
    """Neighbouring groups of digits in a text: the number they make, and how it was written."""

    text: str
    start: int
    digits: str
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(group) for group in self.groups)

    @property
    def plus(self) -> bool:
        return self.text[self.start - 1 : self.start] == "+"

    @property
    def before(self) -> str:
        """What stands in front of it on its line, as far as a cue may reach."""
        return self.text[max(0, self.start - _REACH) : self.start].rpartition("\n")[2]

    def is_cued(self, cue: re.Pattern[str]) -> bool:
        """Whether the word stands in front, with no other number in between."""
        return cue.search(re.split(r"\d{4,}", self.before)[-1]) is not None


_GAP = r"[ .\-–()\u00a0\u2009\u202f\u200b-\u200d\u2060]"
_RUN = re.compile(rf"(?<!\d)\+?\d+(?:{_GAP}{{1,3}}\d+)*")
_GROUP = re.compile(r"\d+")
_MONEY = re.compile(r"(?:\brp|\bidr|\busd|\$)\.? ?\d[\d.,]*", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64} ?(?:@|[\[(] ?(?:at|et) ?[\])]) ?"
    r"[\w\-]{1,63}(?:(?:\.| ?[\[(] ?(?:dot|titik) ?[\])] ?)[\w\-]{1,63}){1,5}",
    re.IGNORECASE,
)
_NIP = re.compile(
    rf"(?<!\d)((?:19|20)\d{{6}}){_GAP}{{0,3}}((?:19|20)\d{{4}}){_GAP}{{0,3}}[12]{_GAP}{{0,3}}\d{{3}}(?!\d)"
)
_NPWP = re.compile(r"(?<!\d)\d{2}[. ]\d{3}[. ]\d{3}[. ]\d[-. ]\d{3}[. ]\d{3}(?!\d)")
_SPELLED_GAPS = frozenset({" ", "-"})
# Provinces' codes with room for new ones; asked for only where a number is written in groups.
_WHOLE = frozenset({(16,), (4, 4, 4, 4), (6, 6, 4)})
_PROVINCES = frozenset(
    str(code)
    for code in (*range(11, 22), *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77))
) | frozenset({"81", "82", *map(str, range(91, 100))})
_NIK_CUE = re.compile(r"\b(?:nik|ktp|e-ktp|induk kependudukan)\b", re.IGNORECASE)
_KK_CUE = re.compile(r"\b(?:kk|kartu keluarga)\b", re.IGNORECASE)
_NPWP_CUE = re.compile(r"\b(?:npwp|wajib pajak)\b", re.IGNORECASE)
_PHONE_CUE = re.compile(
    r"\b(?:hp|wa|whatsapp|telp|tlp|telepon|telpon|ponsel|hubungi|kontak|call)\b", re.IGNORECASE
)
_ACCOUNT_CUE = re.compile(
    r"(?:\brek\b|\bnorek\b|rekening|\b(?:bca|bri|bni|bsi|btn|mandiri|cimb|danamon|permata)\b)",
    re.IGNORECASE,
)
_NOT_AN_ACCOUNT = re.compile(
    r"\b(?:kode|mata anggaran|tahun|tanggal|pasal|ayat)\b[\d. ]*[^\d]*$|\d[.\-]$", re.IGNORECASE
)
_PHONE_CUE_LENGTHS, _MOBILE_LENGTHS, _ABROAD_LENGTHS = range(8, 13), range(10, 14), range(10, 15)
_ACCOUNT_LENGTHS = range(8, 18)
_NIK_LENGTH, _SHORT_NPWP = 16, 15
_SHORTEST, _LONGEST, _REACH = 8, 17, 45
_WOMEN = 40
# The month of a civil servant's appointment; 21 marks a contract (PPPK).
_MONTHS = frozenset(f"{month:02d}" for month in range(1, 13))


def find_personal_data(text: str) -> list[Span]:
    """Every span that looks like personal data, in order, none overlapping."""
    taken = bytearray(len(text))
    for match in _MONEY.finditer(text):
        taken[match.start() : match.end()] = b"\1" * len(match[0])
    found: list[Span] = []
    for span in _candidates(text):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            found.append(span)
    return sorted(found)


def mask(text: str, spans: Iterable[Span], *, short: bool = False) -> str:
    """The text with each span replaced by a mark that says what kind of thing is hidden."""
    parts, place = [], 0
    for span in sorted(spans):
        if span.start < place:
            continue
        parts += [text[place : span.start], MARK if short else mark_of(span.kind)]
        place = span.end
    return "".join([*parts, text[place:]])


MARK = "▇▇▇"
_LABELS = "|".join(kind.label for kind in Kind)
MARKED = re.compile(rf"{MARK}(?: \[({_LABELS}) disembunyikan\])?")


def mark_of(kind: Kind) -> str:
    """What stands in place of a hidden span."""
    return f"{MARK} [{kind.label} disembunyikan]"


def without_marks(text: str) -> str:
    """The text as the analysis reads it: what is hidden leaves nothing behind."""
    return MARKED.sub(" ", text)


def _candidates(text: str) -> Iterator[Span]:
    """What may be personal data, the surest kinds first."""
    for match in _NIP.finditer(text):
        if _is_day(match[1][6:8], match[1][4:6]) and match[2][4:6] in _MONTHS | {"21"}:
            yield Span(match.start(), match.end(), Kind.NIP)
    for match in _EMAIL.finditer(text):
        yield Span(match.start(), match.end(), Kind.EMAIL)
    for match in _NPWP.finditer(text):
        yield Span(match.start(), match.end(), Kind.NPWP)
    for match in _RUN.finditer(text):
        yield from _numbers_in(text, match)


def _numbers_in(text: str, run: re.Match[str]) -> Iterator[Span]:
    groups = list(_GROUP.finditer(text, run.start(), run.end()))
    first = 0
    for start, end in _windows([group.end() - group.start() for group in groups]):
        if start < first:
            continue
        own = groups[start:end]
        number = _Digits(
            text,
            own[0].start(),
            digits="".join(group[0] for group in own),
            groups=tuple(group[0] for group in own),
            gaps=tuple(text[a.end() : b.start()] for a, b in pairwise(own)),
        )
        kind = _kind_of(number)
        if kind is not None:
            first = end
            yield Span(number.start - number.plus, own[-1].end(), kind)


def _windows(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring groups that may be one number: the longest from each place first."""
    if max(sizes) == 1:
        # Spelled out digit by digit: all of it is one number or none is.
        if _SHORTEST <= len(sizes) <= _LONGEST:
            yield 0, len(sizes)
        return
    for start in range(len(sizes)):
        total, ends = 0, []
        for end in range(start, len(sizes)):
            total += sizes[end]
            # A lone digit belongs to a longer number only in forms with a pattern of their own.
            if total > _LONGEST or sizes[end] == 1:
                break
            if total >= _SHORTEST:
                ends.append(end + 1)
        for end in reversed(ends):
            yield start, end


def _kind_of(number: _Digits) -> Kind | None:
    for kind, fits in _TESTS:
        if fits(number):
            if _is_sum_or_list(number):
                return None
            if kind in (Kind.NIK, Kind.DIGITS) and number.is_cued(_KK_CUE):
                return Kind.KK
            return kind
    return None


def _is_nik(number: _Digits) -> bool:
    digits = number.digits
    if len(digits) != _NIK_LENGTH or digits.endswith("0000"):
        return False
    if not _is_day(digits[6:8], digits[8:10]):
        return False
    return (
        len(number.groups) == 1
        or digits[:2] in _PROVINCES
        or number.is_cued(_NIK_CUE)
        or number.is_cued(_KK_CUE)
    )


def _is_long_number(number: _Digits) -> bool:
    # Sixteen digits that are no NIK by their date: a person looks at them.
    return len(number.digits) == _NIK_LENGTH and number.sizes in _WHOLE


def _is_npwp(number: _Digits) -> bool:
    return len(number.digits) in (_SHORT_NPWP, _NIK_LENGTH) and number.is_cued(_NPWP_CUE)


def _is_phone(number: _Digits) -> bool:
    digits, length = number.digits, len(number.digits)
    if digits[:2] == "62":
        return length in _ABROAD_LENGTHS and (number.plus or digits[2] == "8")
    if digits[0] != "0" or digits[1] in "01":
        return False
    # "08.15" is a time and "08-12" a date: a telephone number's first group is longer.
    longer = number.sizes[0] > len("08")
    if digits[1] == "8":
        whole = longer or max(number.sizes) == 1
        return digits[2] != "0" and length in _MOBILE_LENGTHS and whole
    if length not in _PHONE_CUE_LENGTHS or not longer:
        return False
    return (len(number.gaps) > 0 and ")" in number.gaps[0]) or number.is_cued(_PHONE_CUE)


def _is_account(number: _Digits) -> bool:
    return (
        len(number.digits) in _ACCOUNT_LENGTHS
        and number.is_cued(_ACCOUNT_CUE)
        and not _NOT_AN_ACCOUNT.search(number.before)
    )


_TESTS: tuple[tuple[Kind, Callable[[_Digits], bool]], ...] = (
    (Kind.NPWP, _is_npwp),
    (Kind.NIK, _is_nik),
    (Kind.PHONE, _is_phone),
    (Kind.ACCOUNT, _is_account),
    (Kind.DIGITS, _is_long_number),
)


def _is_sum_or_list(number: _Digits) -> bool:
    """Whether the groups are thousands, years, dates or times rather than one number."""
    sizes, gaps = number.sizes, set(number.gaps)
    if len(sizes) == 1:
        return False
    if max(sizes) == 1:
        return len(gaps) > 1 or not gaps <= _SPELLED_GAPS
    if gaps == {"."} and set(sizes[1:]) == {3} and sizes[0] in (1, 2, 3):
        return number.digits[0] != "0"
    days = [group for group in number.groups if not _is_year(group)]
    if len(days) < len(sizes) and all(len(group) == len("31") for group in days):
        return True
    clock = all(len(group) == len("59") and group < "60" for group in number.groups)
    return clock and not number.plus and "." in gaps


def _is_year(group: str) -> bool:
    return len(group) == len("2024") and group[:2] in ("19", "20")


def _is_day(day: str, month: str) -> bool:
    # In a NIK a woman's day of birth has 40 added; nobody else's is ever above 40.
    date = int(day) - (_WOMEN if int(day) > _WOMEN else 0)
    return date in range(1, 32) and month in _MONTHS
