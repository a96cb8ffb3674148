"""What the pages of the list of issues show, to the team as to the public."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from consultations.queries.issue_list import issue_list_of
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.vocabulary import IssueRemark


async def issue_facts(consultation: UUID, wanted: str, number: int) -> dict[str, Any]:
    """A page of the list, of one remark only where that is asked for; run in ``reading()``."""
    whole = await issue_list_of(consultation)
    remark = IssueRemark(wanted) if wanted in set(IssueRemark) else None
    issues = [issue for issue in whole.issues if remark is None or issue.remark is remark]
    start = offset_of(number)
    return {
        "whole": whole,
        "remark": remark,
        "found": Page(issues[start : start + PAGE_SIZE], max(1, number), len(issues)),
        "kept": f"?{urlencode({'keterangan': remark.value})}" if remark else "",
    }
