"""One ticket: the conversation, the deadline, and what the customer may do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages as toasts
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sla.models import Severity
from tickets.models import HeldFile, SlaClock, Ticket
from tickets.portal.access import PortalRequest, portal_page, show
from tickets.portal.deadline import ticket_deadline
from tickets.portal.files import sent_files
from tickets.portal.find import find_ticket
from tickets.portal.forms import ReplyForm, SolvedForm, UrgencyForm, higher_than
from tickets.portal.stages import stages
from tickets.portal.talk import talk
from tickets.portal.words import HOW_BAD, status_text
from tickets.selectors.beside import billable_words, customer_fields
from tickets.services.held_files import drop_files
from tickets.services.messages import customer_wrote
from tickets.services.resolution import confirm_solved, reopen, say_solved
from tickets.services.severity import ask_severity

Status = Ticket.Status


@portal_page
@require_GET
def ticket(request: PortalRequest, number: int) -> HttpResponse:
    """Show the ticket."""
    return _page(request, find_ticket(request, number), ReplyForm(), timezone.now())


@portal_page
@require_POST
def messages(request: PortalRequest, number: int) -> HttpResponse:
    """Add the customer's words; on a closed ticket they become a follow-up, which is shown."""
    found, now = find_ticket(request, number), timezone.now()
    sent = sent_files(request, now)
    form = ReplyForm(request.POST, sent.files)
    if not form.is_valid():
        return _page(request, found, form, now, held=sent.hold())
    after = customer_wrote(
        ticket=found, contact=request.contact, actor=request.membership, now=now, **form.cleaned_data
    )
    drop_files(sent.held)
    if after.pk != found.pk:
        toasts.success(request, _("Your ticket has number %(number)d.") % {"number": after.number})
    else:
        toasts.success(request, _("Your message is sent."))
    return redirect("portal:ticket", after.number)


@portal_page
@require_http_methods(["GET", "POST"])
def solution(request: PortalRequest, number: int) -> HttpResponse:
    """Say that it is solved: one press where we solved it, with a sentence where the customer did."""
    found, now = find_ticket(request, number), timezone.now()
    who: dict[str, Any] = {"ticket": found, "contact": request.contact, "actor": request.membership, "now": now}
    if request.method == "POST" and found.status == Status.RESOLVED:
        return _after(request, number, lambda: confirm_solved(**who), _("Thank you. The ticket is closed."))
    if not found.is_open:
        return redirect("portal:ticket", number)
    form = SolvedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        return _after(request, number, lambda: say_solved(**who, text=text), _("Thank you. The ticket is solved."))
    return show(request, "portal/solution.html", ticket=found, form=form)


@portal_page
@require_POST
def opening(request: PortalRequest, number: int) -> HttpResponse:
    """Open a solved ticket again; one that is closed meanwhile says so."""
    found = find_ticket(request, number)
    who: dict[str, Any] = {"contact": request.contact, "actor": request.membership, "now": timezone.now()}
    return _after(request, number, lambda: reopen(ticket=found, **who), _("The ticket is open again."))


@portal_page
@require_http_methods(["GET", "POST"])
def urgency(request: PortalRequest, number: int) -> HttpResponse:
    """Ask for a higher severity, with a reason; support decides."""
    found = find_ticket(request, number)
    if not found.is_open or not higher_than(found.severity):
        return redirect("portal:ticket", number)
    form = UrgencyForm(request.POST or None, current=found.severity)
    if request.method == "POST" and form.is_valid():
        ask_severity(
            ticket=found, contact=request.contact, actor=request.membership, now=timezone.now(), **form.cleaned_data
        )
        toasts.success(request, _("Your request is sent. Support decides, and tells you why."))
        return redirect("portal:ticket", number)
    chosen = form["severity"].value() or higher_than(found.severity)[-1][0]
    cards = [
        {"value": value, "word": label, "text": HOW_BAD[value], "is_chosen": value == chosen}
        for value, label in higher_than(found.severity)
    ]
    return show(request, "portal/urgency.html", ticket=found, form=form, cards=cards)


def _after(request: PortalRequest, number: int, change: Callable[[], object], done: str) -> HttpResponse:
    """Make a change and show the ticket; one that no longer fits (somebody was faster) is said there."""
    try:
        change()
    except ValidationError as refusal:
        toasts.error(request, refusal.messages[0])
    else:
        toasts.success(request, done)
    return redirect("portal:ticket", number)


def _page(
    request: PortalRequest, found: Ticket, form: Form, now: datetime, *, held: Sequence[HeldFile] = ()
) -> HttpResponse:
    zone = ZoneInfo(request.tenant.zone)
    clocks = list(
        found.clocks.exclude(state=SlaClock.State.CANCELLED)
        .select_related("policy_version", "calendar_version")
        .order_by("pk")
    )
    return show(
        request,
        "portal/ticket.html",
        ticket=found,
        severity_word=Severity(found.severity).label,
        status_word=_status(found),
        talk=talk(found, clocks, zone),
        deadline=ticket_deadline(found, clocks, now, zone),
        stages=stages(found, clocks, now, zone),
        form=form,
        billable=billable_words(found),
        fields=customer_fields(found),
        held=held,
        limit_mb=settings.ATTACHMENT_MAX_BYTES // 1024 // 1024,
        may_hurry=found.is_open and bool(higher_than(found.severity)),
    )


def _status(found: Ticket) -> str:
    if found.status == Status.IN_PROGRESS and found.assignee:
        return _("In progress with %(name)s") % {"name": found.assignee.user.name}
    return status_text(found)
