"""Writes the audit trail, inside the same transaction as the act it records."""

import json
from typing import Any
from uuid import UUID

from piccolo.table import Table

from consultations.clock import now
from consultations.tables import AuditEntry


async def record(
    action: str,
    subject: Table,
    *,
    by: UUID | None,
    consultation: UUID | None = None,
    **details: Any,
) -> None:
    """Note who did what to which row. ``details`` must hold no text and no contact details."""
    await AuditEntry.insert(
        AuditEntry(
            at=now(),
            account=by,
            consultation=consultation,
            action=action,
            subject=subject._meta.tablename,  # noqa: SLF001 - Piccolo's documented meta data
            subject_id=subject.id,  # type: ignore[attr-defined]
            details=json.dumps(details, default=str),
        )
    )
