import uuid
from dataclasses import replace
from functools import partial

import pytest

from consultations import working_units
from consultations.carrying import carry_over, choose_fates
from consultations.drafting import Edition, change_draft, prepare_draft, publish_draft, undo_change
from consultations.errors import NotFound, Published, Stale
from consultations.publishing import Flawed, Unsettled
from consultations.queries.comparing import compare_versions
from consultations.queries.drafts import find_version, units_of
from consultations.queries.successions import trail_of
from consultations.queries.working_copies import working_copy_of
from consultations.tables import Consultation, DraftVersion, Input, Unit, UnitSuccession
from consultations.vocabulary import Edit, Fate
from consultations.working_units import WorkingUnit
from server.database import Engine
from tests.factories import find_clause, make_consultation, make_draft, make_input

FIRST = """# Peta Jalan

## Bab I Isi

1.1 Layanan harus mudah, cepat dan terjangkau bagi semua warga di seluruh wilayah.

1.2 Antrean dapat diambil secara daring maupun di tempat oleh siapa saja.

1.3 Pengaduan dijawab paling lambat lima hari kerja sejak diterima petugas loket.

1.4 Setiap kantor menyediakan juru bahasa isyarat pada hari Selasa dan Kamis.
"""


async def _next(consultation: Consultation, text: str) -> DraftVersion:
    return await prepare_draft(consultation=consultation.id, text=text, by=None)


async def test_every_unit_gets_one_fate_and_inputs_come_along(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, FIRST)
    for number in ("1.1", "1.2", "1.3", "1.4"):
        unit = await find_clause(first, number)
        await make_input(consultation, unit.id, f"Masukan atas {number}.")
    text = FIRST.replace("semua warga", "setiap warga")
    text = text.replace("1.4 Setiap", "1.0 Setiap").replace("## Bab I Isi\n", "## Bab I Isi\n\n")
    lines = text.split("\n\n")
    lines.insert(2, lines.pop())  # 1.4 comes first
    lines = [line for line in lines if not line.startswith("1.2")]
    second = await publish_draft(
        version=(await _next(consultation, "\n\n".join(lines))).id, by=None
    )
    rows = await UnitSuccession.select().where(UnitSuccession.version == second.id)
    fates = {row["from_unit"]: row["fate"] for row in rows}
    old = {u.number: u for u in await units_of(first.id)}
    assert [fates[old[n].id] for n in ("1.1", "1.2", "1.3", "1.4")] == [
        "diubah", "dihapus", "tetap", "dipindah",
    ]  # fmt: skip
    assert len(rows) == len(old)
    # Nothing is lost: each input is still where it was said, and shows where its unit went.
    assert await Input.count() == 4
    shown = []
    for unit in await units_of(second.id):
        trail = await trail_of(unit.id, unit.text)
        shown += [entry.text for c in trail.carried for entry in c.inputs.page.items]
    assert sorted(shown) == ["Masukan atas 1.1.", "Masukan atas 1.3.", "Masukan atas 1.4."]
    gone = await trail_of(old["1.2"].id, old["1.2"].text)
    assert [(step.fate, step.unit) for step in gone.later] == [(Fate.REMOVED, None)]


async def test_identity_is_kept_and_never_given_twice(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, FIRST)
    second = await make_draft(consultation, FIRST.replace("daring maupun", "daring atau"))
    identities = [
        [row["identity"] for row in await Unit.select().where(Unit.version == v.id)]
        for v in (first, second)
    ]
    assert identities[0] == identities[1]
    assert len(set(identities[1])) == len(identities[1])


LOOK_ALIKE = FIRST.replace(
    "1.2 Antrean dapat diambil secara daring maupun di tempat oleh siapa saja.",
    "1.2 Layanan harus mudah, cepat dan terjangkau bagi semua anak di seluruh wilayah.",
)


async def test_look_alike_blocks_publishing_until_a_person_has_said(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, LOOK_ALIKE)
    unit = await find_clause(first, "1.1")
    await make_input(consultation, unit.id)
    # 1.1 goes; its look-alike 1.2 is edited and moves up to its number.
    text = LOOK_ALIKE.replace(LOOK_ALIKE.split("\n\n")[2] + "\n\n", "").replace("1.2 ", "1.1 ")
    draft = await _next(consultation, text.replace("terjangkau bagi", "murah bagi"))
    with pytest.raises(Unsettled):
        await publish_draft(version=draft.id, by=None)
    assert (await DraftVersion.objects().get(DraftVersion.id == draft.id)).published_at is None
    carried = await carry_over(draft.id)
    assert str(unit.id) in carried.unsettled
    other = str((await find_clause(first, "1.2")).id)
    moved = next(p.id for p in carried.new if p.number == "1.1")
    with pytest.raises(NotFound):
        await choose_fates(version=draft.id, edition=carried.edition, fates={other: ["x"]}, by=None)
    await choose_fates(
        version=draft.id,
        edition=carried.edition,
        fates={str(unit.id): [], other: [moved]},
        note="Tumpang tindih.",
        by=None,
    )
    with pytest.raises(Stale):
        await choose_fates(version=draft.id, edition=carried.edition, fates={other: []}, by=None)
    second = await publish_draft(version=draft.id, by=None)
    now = await find_clause(second, "1.1")
    assert (await trail_of(now.id, now.text)).carried == []
    comparison = await compare_versions(
        await find_version(consultation.id, 1), await find_version(consultation.id, 2)
    )
    assert comparison.counts[Fate.REMOVED] == 1
    removed = next(c for c in comparison.changes if c.fate is Fate.REMOVED)
    assert removed.notes == ("Tumpang tindih.",)


async def test_choice_falls_when_the_unit_it_names_is_gone(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, LOOK_ALIKE)
    draft = await _next(consultation, LOOK_ALIKE)
    carried = await carry_over(draft.id)
    old = str((await find_clause(first, "1.1")).id)
    target = next(p.id for p in carried.new if p.number == "1.3")
    await choose_fates(version=draft.id, edition=carried.edition, fates={old: [target]}, by=None)
    assert (await carry_over(draft.id)).outcome(old) == (target,)
    await change_draft(
        edition=Edition(draft.id, carried.edition + 1),
        edit=Edit.REMOVED,
        change=partial(working_units.remove, key=target),
        by=None,
    )
    again = await carry_over(draft.id)
    assert old not in again.choices
    assert again.outcome(old) != (target,)


async def test_changes_over_several_versions_are_followed_through(database: Engine) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation, FIRST)
    clause = await find_clause(first, "1.1")
    await make_input(consultation, clause.id, "Dari versi pertama.")
    await make_draft(consultation, FIRST.replace("semua warga", "setiap warga"))
    third = await make_draft(
        consultation, FIRST.replace("semua warga", "setiap warga").replace("mudah,", "mudah dan,")
    )
    versions = [await find_version(consultation.id, number) for number in (1, 2, 3)]
    whole = await compare_versions(versions[0], versions[2])
    change = next(c for c in whole.changes if c.new and c.new[0].number == "1.1")
    assert (change.fate, change.old[0].id) == (Fate.EDITED, clause.id)
    back = await compare_versions(versions[1], versions[2])
    assert back.counts[Fate.UNCHANGED] == 4
    trail = await trail_of((await find_clause(third, "1.1")).id, "")
    assert [c.step.version_number for c in trail.carried] == [1]


async def test_change_to_an_edition_that_was_changed_meanwhile_is_refused(database: Engine) -> None:
    consultation = await make_consultation()
    draft = await _next(consultation, FIRST)
    copy = await working_copy_of(draft.id)
    assert copy is not None
    edition = Edition(draft.id, copy.edition)
    await change_draft(
        edition=edition, edit=Edit.RENUMBERED, change=working_units.renumber, by=None
    )
    with pytest.raises(Stale):
        await change_draft(
            edition=edition, edit=Edit.RENUMBERED, change=working_units.renumber, by=None
        )
    with pytest.raises(Stale):
        await publish_draft(version=draft.id, edition=copy.edition, by=None)
    await undo_change(edition=Edition(draft.id, copy.edition + 1), by=None)
    restored = await working_copy_of(draft.id)
    assert restored is not None
    assert restored.units == copy.units


async def test_published_version_takes_no_change_and_flawed_one_is_not_published(
    database: Engine,
) -> None:
    consultation = await make_consultation()
    draft = await _next(consultation, FIRST)

    def repeat(units: list[WorkingUnit]) -> list[WorkingUnit]:
        return [*units, replace(units[-1], key="lain")]

    await change_draft(edition=Edition(draft.id, 1), edit=Edit.SPLIT, change=repeat, by=None)
    with pytest.raises(Flawed):
        await publish_draft(version=draft.id, by=None)
    assert await Unit.count() == 0
    await undo_change(edition=Edition(draft.id, 2), by=None)
    await publish_draft(version=draft.id, by=None)
    with pytest.raises(Published):
        await publish_draft(version=draft.id, by=None)
    with pytest.raises(Published):
        await change_draft(edition=Edition(draft.id, 3), edit=Edit.SPLIT, change=repeat, by=None)
    with pytest.raises(NotFound):
        await undo_change(edition=Edition(uuid.uuid4(), 1), by=None)


async def test_thousand_units_are_carried_over_and_compared(
    sqlite_database: Engine,
) -> None:
    consultation = await make_consultation()
    clauses = [
        f"{n // 50 + 1}.{n % 50 + 1} Isi " + " ".join(f"k{n}x{w} dan di" for w in range(25)) + "."
        for n in range(1000)
    ]
    chapters = [
        "\n\n".join([f"## Bab {c + 1} Pokok {c}", *clauses[c * 50 : c * 50 + 50]])
        for c in range(20)
    ]
    text = "\n\n".join(["# Judul", *chapters])
    await make_draft(consultation, text)
    changed = text
    for n in range(0, 1000, 10):
        changed = changed.replace(f"k{n}x3 dan", f"k{n}x3 atau")
    draft = await _next(consultation, changed)
    await publish_draft(version=draft.id, by=None)
    versions = [await find_version(consultation.id, number) for number in (1, 2)]
    comparison = await compare_versions(versions[0], versions[1])
    assert comparison.counts[Fate.EDITED] == 100
    assert comparison.counts[Fate.UNCHANGED] == 920
