"""Seals the words an input came with: encrypted at rest, opened only on purpose.

Which keys seal is the installation's affair: ``use_keys`` names them when the program starts.
"""

import json
from collections.abc import Sequence
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from consultations.errors import Refusal
from consultations.vocabulary import N_


class SealUnopened(Refusal):
    """None of the installation's keys opens this seal."""

    message = N_(
        "Naskah asli tidak dapat dibuka dengan kunci yang dipakai sekarang. "
        "Hubungi administrator: kunci segel yang lama harus dipasang lagi."
    )


class NoSealingKey(RuntimeError):  # noqa: N818 - says what is the case
    """Words have to be sealed and no key has been named; nothing may be stored unsealed."""


class _Ring:
    keys: MultiFernet | None = None


def use_keys(keys: Sequence[bytes]) -> None:
    """Seal with the first of these Fernet keys from now on, and open with any of them."""
    _Ring.keys = MultiFernet([Fernet(key) for key in keys])


def seal(entry: UUID, words: dict[str, str]) -> str:
    """The words of this input as a ciphertext that only fits this input."""
    body = json.dumps({"input": str(entry), "words": words}, ensure_ascii=False)
    return _keys().encrypt(body.encode()).decode()


def unseal(entry: UUID, ciphertext: str) -> dict[str, str]:
    """The words again; ``SealUnopened`` if the keys or the input are not the ones they were."""
    try:
        body = json.loads(_keys().decrypt(ciphertext.encode()))
    except InvalidToken as error:
        raise SealUnopened from error
    if body["input"] != str(entry):
        raise SealUnopened
    words: dict[str, str] = body["words"]
    return words


def _keys() -> MultiFernet:
    if _Ring.keys is None:
        raise NoSealingKey("name the sealing keys with use_keys() first")
    return _Ring.keys
