"""The admin's page about mail that goes out: what waits, what was sent, what was refused and what to do about it."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts import formats
from accounts.access import ADMINS, roles
from accounts.admin_tables import outgoing_table
from accounts.models import Tenant
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from outbox.models import OutboxMessage
from outbox.selectors import Standing, outgoing, standing
from outbox.states import give_up, send_again

KIND = OutboxMessage.Kind.EMAIL
SHOWN = 50
_State = OutboxMessage.State


class _Asked(forms.Form):
    """What the list is narrowed to; what is not understood narrows nothing."""

    state = forms.ChoiceField(choices=_State.choices, required=False)
    recipient = forms.CharField(max_length=320, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class _Figure(NamedTuple):
    label: str
    value: int
    past: str
    url: str = ""
    link: str = ""


@roles(ADMINS)
@require_safe
def outgoing_mail(request: MemberRequest) -> HttpResponseBase:
    """List the messages, never their text: it may hold somebody's secret link."""
    form = _Asked(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    state, recipient = asked.get("state") or "", asked.get("recipient") or ""
    found = outgoing(kind=KIND, state=state, recipient=recipient)
    if kind := asked_file(request):
        return list_response(request, outgoing_table(found), kind)
    if asked.get("before"):
        found = found.filter(pk__lt=asked["before"])
    rows = list(found[: SHOWN + 1])
    stands = standing(KIND)
    narrowed = {name: value for name, value in (("state", state), ("recipient", recipient)) if value}
    context = {
        "rows": rows[:SHOWN],
        "figures": _figures(stands, request.tenant),
        "failed": stands.failed,
        "states": _State.choices,
        "asked": {"state": state, "recipient": recipient},
        "is_narrowed": bool(narrowed),
        "may_choose": any(row.state in (_State.FAILED, _State.QUEUED) for row in rows[:SHOWN]),
        "previous_url": "?" + urlencode(narrowed) if asked.get("before") else "",
        "next_url": "?" + urlencode(narrowed | {"before": rows[SHOWN - 1].pk}) if len(rows) > SHOWN else "",
    }
    return render(request, "accounts/outgoing.html", context)


@roles(ADMINS)
@require_POST
def outgoing_sending(request: MemberRequest) -> HttpResponse:
    """Send again what has failed: one, those ticked, or all."""
    ids = None if "all" in request.POST else _chosen(request)
    count = send_again(ids=ids, kind=KIND, actor=request.membership, now=timezone.now())
    if count:
        said = ngettext("%(count)d mail is on its way again.", "%(count)d mails are on their way again.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("None of these mails has failed."))
    return redirect("accounts:outgoing")


@roles(ADMINS)
@require_POST
def outgoing_giving_up(request: MemberRequest) -> HttpResponse:
    """Give up what has failed or waits: the rows stay."""
    count = give_up(ids=_chosen(request), kind=KIND, actor=request.membership, now=timezone.now())
    if count:
        said = ngettext("%(count)d mail is given up.", "%(count)d mails are given up.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("None of these mails has failed or waits."))
    return redirect("accounts:outgoing")


def _chosen(request: MemberRequest) -> list[int]:
    """Give the message whose own button was pressed, else those that are ticked."""
    raw = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("ids")
    return [int(pk) for pk in raw if pk.isascii() and pk.isdigit() and len(pk) < 19]


def _figures(stands: Standing, tenant: Tenant) -> list[_Figure]:
    waits, last = [], ""
    if stands.late is not None:
        waits.append(_("The oldest has been due for %(time)s.") % {"time": formats.duration(stands.late)})
    if minutes := stands.held_minutes:
        held = {"count": stands.per_minute, "time": formats.duration(minutes * 60)}
        waits.append(_("At most %(count)s go out in a minute: the last one in about %(time)s.") % held)
    if stands.last_sent is not None:
        zone = ZoneInfo(tenant.zone)
        last = _("The last one %(time)s.") % {"time": formats.near_time(stands.last_sent, timezone.now(), zone)}
    show = pgettext("mail", "Show them")
    return [
        _Figure(pgettext("mails", "Waiting"), stands.waiting, " ".join(waits)),
        _Figure(_("Sent in the last 24 hours"), stands.sent_today, last),
        _Figure(pgettext("mails", "Failed"), stands.failed, "", "?state=failed" if stands.failed else "", show),
        _Figure(
            pgettext("mails", "Given up"), stands.discarded, "", "?state=discarded" if stands.discarded else "", show
        ),
    ]
