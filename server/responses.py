"""Answers to a request with a page, or with its changed part."""

from typing import Any

from litestar import MediaType, Response

from server.compressing import SHORTEST, squeezed, takes_gzip
from server.rendering import render_block, render_template
from server.turning import refuse_missing_page
from server.visit import Visit

VARY = "HX-Request, Accept-Encoding"


def page(
    visit: Visit,
    template: str,
    *,
    fragment: str | None = None,
    status_code: int = 200,
    **facts: Any,
) -> Response[Any]:
    """Render a template; for htmx only its block ``fragment``, where the page names one."""
    if visit.method == "GET":
        refuse_missing_page(facts)
    facts = {**shared_facts(visit), **facts}
    if fragment and visit.wants_fragment:
        body = render_block(template, fragment, visit.locale, facts)
    else:
        body = render_template(template, visit.locale, facts)
    content, headers = body.encode(), {"Vary": VARY}
    if len(content) >= SHORTEST and takes_gzip(visit):
        content = squeezed(content, padded=True)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=MediaType.HTML, status_code=status_code, headers=headers)


def shared_facts(visit: Visit) -> dict[str, Any]:
    """What every layout needs to know about the visit."""
    return {
        "visitor": visit.visitor,
        "locale": visit.locale,
        # Templates write it back into the page, where control characters have no place.
        "path": visit.url.path if visit.url.path.isprintable() else "/",
        "may": visit.may,
        "consultation": visit.consultation_or_none,
        "sessions_home": visit.sessions_home,
        "mail_offered": visit.app.state.settings.mail_is_on,
        "drafting": visit.app.state.settings.drafting,
    }
