"""A theme in an address that has since been merged stands for what it became."""

from uuid import UUID

from wtforms import SelectField

from consultations.queries.theme_history import merged_into


async def follow_merged(consultation: UUID, theme: SelectField) -> None:
    """Choose in a filter the theme that the one asked for became, if that is on offer."""
    offered = dict(theme.choices or {})
    if not theme.data or theme.data in offered:
        return
    try:
        asked = UUID(theme.data)
    except ValueError:
        return
    home = await merged_into(consultation, asked)
    if str(home) in offered:
        theme.data = str(home)
