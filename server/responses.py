"""Answers to a request with a page, or with its changed part."""

from typing import Any

from litestar import MediaType, Response

from server.rendering import render_block, render_template
from server.visit import Visit


def page(
    visit: Visit,
    template: str,
    *,
    fragment: str | None = None,
    status_code: int = 200,
    **facts: Any,
) -> Response[str]:
    """Render a template; for htmx only its block ``fragment``, where the page names one."""
    facts = {**shared_facts(visit), **facts}
    if fragment and visit.wants_fragment:
        body = render_block(template, fragment, visit.locale, facts)
    else:
        body = render_template(template, visit.locale, facts)
    return Response(
        body, media_type=MediaType.HTML, status_code=status_code, headers={"Vary": "HX-Request"}
    )


def shared_facts(visit: Visit) -> dict[str, Any]:
    """What every layout needs to know about the visit."""
    return {
        "visitor": visit.visitor,
        "locale": visit.locale,
        # Templates write it back into the page, where control characters have no place.
        "path": visit.url.path if visit.url.path.isprintable() else "/",
        "may": visit.may,
        "consultation": visit.consultation_or_none,
        "mail_offered": visit.app.state.settings.mail_is_on,
    }
