"""What the links in letters open: confirm, choose how often, stop. None needs signing in.

Reading a page changes nothing, as mail programs open links by themselves; only a post does.
"""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.following import change_follow, confirm_follow, stop_following
from consultations.queries.consultations import ConsultationFacts, find_consultation_by_id
from consultations.queries.follows import FollowFacts, find_follow
from consultations.rules import Permission
from consultations.signatures import LinkPurpose, read_signed
from server.forms.follow import FrequencyForm
from server.responses import page
from server.security.origin import FROM_ANYWHERE
from server.security.permissions import needs
from server.visit import Visit

LINK = "/langganan/{token:str}"


@get(LINK, name="subscription.show", opt=needs(Permission.FOLLOW))
async def show_subscription(request: Visit, token: FromPath[str]) -> Response[Any]:
    """How often the address is written to, and the button to stop."""
    return await _manage_page(request, token)


@post(LINK, name="subscription.change", opt=needs(Permission.FOLLOW), status_code=303)
async def change(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Choose anew how often."""
    follow, _ = await _require(request, token)
    form = FrequencyForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _manage_page(request, token, form)
    await change_follow(follow=follow.id, wish=form.wish())
    return request.lead_to(f"/langganan/{token}?tersimpan=ya")


@get(LINK + "/konfirmasi", name="subscription.confirm", opt=needs(Permission.FOLLOW))
async def show_confirmation(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Ask whether the address should follow."""
    follow, consultation = await _require(request, token)
    if follow.confirmed_at is not None:
        return request.lead_to(f"/langganan/{token}")
    return _private(
        page(
            request,
            "public/subscription_confirm.html",
            token=token,
            follow=follow,
            followed=consultation,
        )
    )


@post(
    LINK + "/konfirmasi",
    name="subscription.confirm.post",
    opt=needs(Permission.FOLLOW),
    status_code=303,
)
async def confirm(request: Visit, token: FromPath[str]) -> Response[Any]:
    """The owner of the address wants it."""
    follow, _ = await _require(request, token)
    await confirm_follow(follow=follow.id)
    return request.lead_to(f"/langganan/{token}?tersimpan=ya")


@get(LINK + "/berhenti", name="subscription.stop", opt=needs(Permission.FOLLOW))
async def show_stop(request: Visit, token: FromPath[str]) -> Response[Any]:
    """The button that stops the letters."""
    found = await _find(request, token)
    return _private(page(request, "public/subscription_stop.html", token=token, found=found))


@post(
    LINK + "/berhenti",
    name="subscription.stop.post",
    # One-click (RFC 8058): mailbox providers post this in their reader's name.
    opt={**needs(Permission.FOLLOW), FROM_ANYWHERE: True},
    status_code=200,
)
async def stop(request: Visit, token: FromPath[str]) -> Response[Any]:
    """Stop the letters and forget the address; doing so twice is fine."""
    follow = read_signed(LinkPurpose.FOLLOW, token)
    if follow is None:
        raise NotFound
    await stop_following(follow=follow)
    return _private(page(request, "public/subscription_stop.html", token=token, found=None))


async def _manage_page(
    visit: Visit, token: str, form: FrequencyForm | None = None
) -> Response[Any]:
    follow, consultation = await _require(visit, token)
    if follow.confirmed_at is None:
        return visit.lead_to(f"/langganan/{token}/konfirmasi")
    return _private(
        page(
            visit,
            "public/subscription.html",
            status_code=422 if form else 200,
            token=token,
            follow=follow,
            followed=consultation,
            saved=visit.query_params.get("tersimpan") == "ya",
            form=form or FrequencyForm(locale=visit.locale, frequency=follow.frequency.value),
        )
    )


async def _find(visit: Visit, token: str) -> tuple[FollowFacts, ConsultationFacts] | None:
    named = read_signed(LinkPurpose.FOLLOW, token)
    if named is None:
        raise NotFound
    follow = await find_follow(named)
    if follow is None:
        return None
    consultation = await find_consultation_by_id(follow.consultation, visit.locale)
    return (follow, consultation) if consultation else None


async def _require(visit: Visit, token: str) -> tuple[FollowFacts, ConsultationFacts]:
    found = await _find(visit, token)
    if found is None:
        raise NotFound
    return found


def _private(response: Response[Any]) -> Response[Any]:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
