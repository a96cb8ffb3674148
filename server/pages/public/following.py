"""Follow a consultation by e-mail, with an account or without one."""

from typing import Any

from litestar import Response, get, post

from consultations.errors import NotFound, Refusal
from consultations.following import (
    ask_to_follow,
    find_follow_of,
    follow_with_account,
    stop_following,
)
from consultations.queries.follows import FollowFacts, follow_facts
from consultations.rules import Permission
from consultations.vocabulary import Frequency
from server.forms.follow import FollowForm, FrequencyForm
from server.responses import page
from server.security.flooding import address_of
from server.security.permissions import needs
from server.visit import Visit

FOLLOW = "/konsultasi/{slug:str}/ikuti"


@get(FOLLOW, name="follow.show", opt=needs(Permission.FOLLOW))
async def show_follow(request: Visit) -> Response[Any]:
    """Every way to be told what happens: mail where there is any, feed and calendar."""
    return await _follow_page(request)


@post(FOLLOW, name="follow.ask", opt=needs(Permission.FOLLOW), status_code=303)
async def follow(request: Visit) -> Response[Any]:
    """Follow with the account's address, or send a confirmation link to the one given."""
    _require_mail(request)
    here = request.consultation
    form = _form(request, await request.form())
    if not form.validate():
        return await _follow_page(request, form)
    if isinstance(form, FrequencyForm):
        account = request.visitor.account
        if account is None:
            raise NotFound
        await follow_with_account(consultation=here.id, account=account, wish=form.wish())
        return request.lead_to(f"/konsultasi/{here.slug}/ikuti")
    try:
        await ask_to_follow(
            consultation=here.id,
            email=form.email.data,
            wish=form.wish(),
            source=address_of(request),
        )
    except Refusal as refusal:
        form.refuse(refusal.message)
        return await _follow_page(request, form)
    return request.lead_to(f"/konsultasi/{here.slug}/ikuti/terkirim")


@get(FOLLOW + "/terkirim", name="follow.asked", opt=needs(Permission.FOLLOW))
async def show_asked(request: Visit) -> Response[Any]:
    """What to do next; the same whoever the address belongs to."""
    return page(request, "public/follow_asked.html")


@post(FOLLOW + "/berhenti", name="follow.stop", opt=needs(Permission.SIGN_OUT), status_code=303)
async def stop(request: Visit) -> Response[Any]:
    """Stop following with the account."""
    found = await _own(request)
    if found is not None:
        await stop_following(follow=found.id)
    return request.lead_to(f"/konsultasi/{request.consultation.slug}/ikuti")


async def _follow_page(
    visit: Visit, form: FollowForm | FrequencyForm | None = None
) -> Response[Any]:
    found = await _own(visit)
    if form is None and found is not None:
        form = FrequencyForm(
            locale=visit.locale,
            frequency=found.frequency.value,
            count_inputs=found.count_inputs,
        )
    return page(
        visit,
        "public/follow.html",
        status_code=422 if form is not None and form.errors else 200,
        form=form or _form(visit, None),
        following=found if found and found.frequency is not Frequency.NONE else None,
        found=found,
    )


def _form(visit: Visit, posted: Any) -> FollowForm | FrequencyForm:
    kind = FollowForm if visit.visitor.is_guest else FrequencyForm
    return kind(posted, locale=visit.locale)


async def _own(visit: Visit) -> FollowFacts | None:
    account = visit.visitor.account
    if account is None:
        return None
    row = await find_follow_of(consultation=visit.consultation.id, account=account)
    return follow_facts(row) if row else None


def _require_mail(visit: Visit) -> None:
    if not visit.app.state.settings.mail_is_on:
        raise NotFound
