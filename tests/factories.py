"""Plain makers of the rows that tests need."""

import itertools
from datetime import timedelta
from uuid import UUID

from consultations.accounts import create_account, grant_role
from consultations.clock import now
from consultations.commenting import Receipt, Statement, submit_input
from consultations.drafting import prepare_draft, publish_draft
from consultations.entering import Person
from consultations.placing import move_inputs
from consultations.preparing import Plan, plan_session
from consultations.tables import Account, Consultation, DraftVersion, Input, Phase, Session, Unit
from consultations.vocabulary import Element, InputKind, Role, Scope, SessionKind, Stage, Zone

_count = itertools.count(1)

DRAFT = """# Peta Jalan

## Bab I Pendahuluan

### 1.1 Latar belakang

1.1.1 Pelayanan publik harus mudah, cepat dan terjangkau bagi semua warga.

1.1.2 Antrean dapat diambil secara daring maupun di tempat.
"""


async def make_consultation(
    *,
    slug: str = "contoh",
    accepts_input: bool = True,
    guests_may_comment: bool = True,
    announced: bool = True,
) -> Consultation:
    consultation = Consultation(
        slug=slug,
        code="CTH" if slug == "contoh" else slug.upper()[:12],
        title="Peta Jalan Contoh",
        title_en="Example Roadmap",
        summary="Ringkasan.",
        how_to_take_part="Tulis.",
        organiser="Tim Penyusun",
        zone=Zone.WIB.value,
        guests_may_comment=guests_may_comment,
        announced_at=now() if announced else None,
    )
    await Consultation.insert(consultation)
    for place, stage in enumerate(Stage):
        start = now() + timedelta(days=30 * (place - 2) - 10)
        await Phase.insert(
            Phase(
                consultation=consultation.id,
                stage=stage.value,
                starts_at=start,
                ends_at=start + timedelta(days=30),
                accepts_input=accepts_input and stage is Stage.CONSULTATION,
            )
        )
    return consultation


async def make_draft(consultation: Consultation, text: str = DRAFT) -> DraftVersion:
    draft = await prepare_draft(consultation=consultation.id, text=text, by=None)
    return await publish_draft(version=draft.id, by=None)


async def find_clause(draft: DraftVersion, number: str = "1.1.1") -> Unit:
    unit = await Unit.objects().get((Unit.version == draft.id) & (Unit.number == number))
    assert unit is not None
    return unit


def make_statement(text: str = "Loket terlalu sedikit.", **facts: object) -> Statement:
    given: dict[str, object] = {
        "text": text,
        "kind": InputKind.OBJECTION,
        "scope": Scope.APPLICATION,
        "element": Element.SERVICE_USER,
        **facts,
    }
    return Statement(**given)  # type: ignore[arg-type]


async def make_input(
    consultation: Consultation, unit: UUID | None = None, text: str = "", **facts: object
) -> Receipt:
    number = next(_count)
    return await submit_input(
        consultation=consultation.id,
        unit=unit,
        statement=make_statement(text or f"Masukan nomor {number}.", **facts),
        idempotency_key=f"kunci-{number}",
    )


async def make_account(
    role: Role | None = None, consultation: UUID | None = None, session: UUID | None = None
) -> Account:
    number = next(_count)
    account = await create_account(email=f"orang{number}@contoh.id", name=f"Orang {number}")
    if role is not None:
        place = None if role is Role.ADMINISTRATOR else consultation
        await grant_role(account=account.id, role=role, consultation=place, session=session)
    return account


async def make_session(consultation: Consultation, **facts: object) -> Session:
    """A session that is held now, unless told otherwise."""
    given: dict[str, object] = {
        "kind": SessionKind.FKP,
        "title": "FKP loket",
        "theme": "Loket",
        "place": "Aula",
        "starts_at": now() - timedelta(minutes=10),
        "ends_at": now() + timedelta(hours=3),
        **facts,
    }
    plan = Plan(**given)  # type: ignore[arg-type]
    return await plan_session(consultation=consultation.id, plan=plan, by=None)


def make_person(name: str = "", **facts: object) -> Person:
    given: dict[str, object] = {
        "name": name or f"Peserta {next(_count)}",
        "element": Element.SERVICE_USER,
        **facts,
    }
    return Person(**given)  # type: ignore[arg-type]


async def move_input(
    *, entry: UUID, to: UUID | None, away_from: UUID | None, by: UUID | None
) -> None:
    """Move one input; ``None`` on either side adds or takes away."""
    row = await Input.select(Input.consultation).where(Input.id == entry).first()
    assert row
    await move_inputs(
        consultation=row["consultation"], entries=[entry], to=to, away_from=away_from, by=by
    )
