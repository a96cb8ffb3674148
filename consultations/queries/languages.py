"""In which language somebody is written to of whom only the address is known."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.tables import Account, Follow, Input, Participant
from consultations.vocabulary import Language

_CONSULTATION: Any = Participant.session.consultation


async def languages_of(consultation: UUID, addresses: Collection[str]) -> dict[str, str]:
    """The language each address has chosen in this consultation, else the first language.

    The language that somebody reads in with an account of their own counts first, then the one in
    which they follow the consultation, take part in its sessions, wrote their inputs. Keys are the
    addresses as they were given.
    """
    # Authors' addresses are kept as they were written.
    wanted = sorted({*addresses, *map(normalise_email, addresses)})
    if not wanted:
        return {}
    known: dict[str, str] = {}
    for email, locale, when, where in (
        (Input.author_email, Input.author_locale, Input.received_at, Input.consultation),
        (Participant.email, Participant.locale, Participant.position, _CONSULTATION),
        (Follow.email, Follow.locale, Follow.requested_at, Follow.consultation),
    ):
        table: Any = email._meta.table  # noqa: SLF001 - Piccolo's documented meta data
        rows = (
            await table.select(email.as_alias("email"), locale.as_alias("locale"))
            .where((where == consultation) & email.is_in(wanted) & locale.is_not_null())
            .order_by(when)
        )
        known |= {normalise_email(row["email"]): row["locale"] for row in rows if row["locale"]}
    # Every account begins with the first language: only another one was chosen.
    rows = await Account.select(Account.email, Account.locale).where(
        Account.email.is_in(wanted) & (Account.locale != Language.INDONESIAN.value)
    )
    known |= {row["email"]: row["locale"] for row in rows}
    return {each: known.get(normalise_email(each), Language.INDONESIAN.value) for each in addresses}
