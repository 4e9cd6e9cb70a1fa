"""Mail that came in: what became of each, and what somebody has to look at."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ADMINS, MANAGERS, roles
from accounts.requests import MemberRequest
from accounts.tables.answer import list_response
from accounts.tables.asked import asked_file
from inbox.forms import MailFilter
from inbox.models import InboundMail
from inbox.selectors.mail_tables import mails_table
from inbox.selectors.mails import counts, mail_rows
from inbox.services.handling import take_up
from inbox.services.outcomes import CAN_BE_TAKEN_UP, Outcome
from inbox.services.reading_again import read_again
from inbox.services.showing import shown_mail
from tickets.models import Attachment

SHOWN = 50
State = InboundMail.State


@roles(MANAGERS)
@require_safe
def mails(request: MemberRequest) -> HttpResponseBase:
    """List the newest mails, of one state or one sender if asked for."""
    form = MailFilter(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"state": "", "sender": "", "before": None}
    if kind := asked_file(request):
        found = mail_rows(state=asked["state"], sender=asked["sender"], before=None)
        return list_response(request, mails_table(found), kind)
    rows = list(mail_rows(state=asked["state"], sender=asked["sender"], before=asked["before"])[: SHOWN + 1])
    kept = {name: asked[name] for name in ("state", "sender") if asked[name]}
    page = reverse("inbox:mails")
    older = f"{page}?{urlencode({**kept, 'before': rows[SHOWN - 1].pk})}" if len(rows) > SHOWN else ""
    newest = f"{page}?{urlencode(kept)}" if asked["before"] else ""
    context = {"form": form, "rows": rows[:SHOWN], "counts": counts(), "next_url": older, "previous_url": newest}
    return render(request, "inbox/mails.html", context)


@roles(MANAGERS)
@require_safe
def mail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one: who sent it, what became of it, its headers and the beginning of its words."""
    found = get_object_or_404(_mails(), pk=pk)
    is_left = found.state == State.LEFT and found.has_raw
    context = {
        "mail": found,
        "shown": shown_mail(found),
        "can_be_taken_up": is_left and found.outcome in CAN_BE_TAKEN_UP,
        "can_be_read_again": found.has_raw
        and found.state in (State.LEFT, State.FAILED)
        and found.outcome != Outcome.VIRUS,
        "may_download": request.membership.role in ADMINS and found.has_raw and found.outcome != Outcome.VIRUS,
    }
    return render(request, "inbox/mail.html", context)


@roles(ADMINS)
@require_safe
def mail_raw(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the mail as it came: to be saved, never shown. Not one with a virus, or whose files wait for the scanner."""
    held = Attachment.objects.filter(message=OuterRef("message")).exclude(held="")
    safe = InboundMail.objects.exclude(Exists(held)).exclude(outcome=Outcome.VIRUS)
    found = get_object_or_404(safe, pk=pk, has_raw=True)
    answer = HttpResponse(bytes(found.raw), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mail-{found.pk}.eml.txt"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@roles(MANAGERS)
@require_POST
def mail_reading(request: MemberRequest, pk: int) -> HttpResponse:
    """Read it once more by today's rules."""
    found = get_object_or_404(_mails(), pk=pk)
    try:
        read_again(mail=found, actor=request.membership)
    except ValidationError as refusal:
        toasts.error(request, refusal.messages[0])
    else:
        toasts.success(request, _("The mail is read again in a moment."))
    return redirect("inbox:mail", pk)


@roles(MANAGERS)
@require_POST
def mail_taking_up(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it up although a rule has left it."""
    found = get_object_or_404(_mails(), pk=pk)
    try:
        take_up(mail=found, actor=request.membership, now=timezone.now())
    except ValidationError as refusal:
        toasts.error(request, refusal.messages[0])
    else:
        toasts.success(request, _("The mail is taken up."))
    return redirect("inbox:mail", pk)


def _mails() -> QuerySet[InboundMail]:
    return InboundMail.objects.defer("raw").select_related("mailbox", "ticket", "asked_by__user")
