"""What the team has decided and left open on the site that the browser tests look at."""

from datetime import date
from uuid import UUID

from consultations.assigning import add_note, assign
from consultations.deciding import Answer, Subject, write_disposition
from consultations.finalising import state_gap
from consultations.publications import perform_publication, request_publication
from consultations.queries.threads import find_team_input
from consultations.reply_templates import save_template
from consultations.vocabulary import Decision, Element


async def deliberated(
    consultation: UUID, by: UUID, *, discussed: str, theme: UUID
) -> dict[str, str]:
    """An input decided on its own and published, a theme in work, a template, a stated gap."""
    entry = await find_team_input(consultation, discussed)
    assert entry is not None
    await save_template(
        consultation=consultation,
        template=None,
        name="Terima kasih dan diubah",
        text="Terima kasih. Atas {nomor} tentang {butir}, keputusan kami: {keputusan}.",
        by=by,
    )
    await write_disposition(
        subject=Subject(consultation, input=entry.id),
        answer=Answer(
            Decision.NEEDS_STUDY,
            "Giliran malam memerlukan kajian jam layanan tersendiri.",
            "Masukan {nomor} kami kaji bersama pemerintah daerah.",
        ),
        version=0,
        ready=True,
        by=by,
    )
    publication = await request_publication(consultation=consultation, by=by)
    await perform_publication(publication)
    work = Subject(consultation, theme=theme)
    await assign(subject=work, assignee=by, due_on=date(2024, 2, 16), by=by)
    await add_note(subject=work, text="Tunggu angka dari Biro Hukum.", by=by)
    await state_gap(
        consultation=consultation, element=Element.MEDIA, reason="Diundang, tidak hadir.", by=by
    )
    return {"publication:uuid": str(publication.id)}
