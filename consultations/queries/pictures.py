"""Pictures of drafts by the code that names them in the text."""

from dataclasses import dataclass

from consultations.tables import DraftPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """Where a picture's bytes lie and what they are."""

    sha256: str
    media_type: str


async def find_picture(code: str) -> PictureFacts | None:
    """The picture with this code, or ``None``."""
    row = (
        await DraftPicture.select(DraftPicture.sha256, DraftPicture.media_type)
        .where(DraftPicture.code == code)
        .first()
    )
    return PictureFacts(**row) if row else None
