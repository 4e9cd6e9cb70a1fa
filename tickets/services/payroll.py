"""Payroll runs carried out but not approved: listed on the last working day of the month (domain: Proactive case)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Membership, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Customer
from sla.models import Policy
from sla.selectors import support_hours
from tickets.clocks.clock import cut
from tickets.emails.proactive import tell_runs
from tickets.models import Message, PayrollList, PayrollListLine, PayrollRun, Ticket
from tickets.proactive import ListTime, month_due
from tickets.selectors.payroll import waiting_runs
from tickets.services.changing import changing
from tickets.services.messages import add_message, add_note
from tickets.services.proactive import Reported, report_event

log = structlog.get_logger("payroll")
# All runs of a customer are one thing: a month's list joins the case of the month before while that is open.
ABOUT = "payroll-runs"
FIRST_YEAR = 1990


class Run(NamedTuple):
    """A payroll run as its system reports it; `month` is any day of the month that it pays."""

    run_id: str
    customer: Customer
    month: date
    carried_out_at: datetime
    approved_at: datetime | None


@transaction.atomic
def report_run(*, run: Run, actor: Membership, now: datetime) -> tuple[PayrollRun, bool]:
    """Keep a run under its id, or bring the kept one in line; True where it is new.

    An approval is noted in the open cases that list the run. ValidationError by field for instants in the future, an
    approval before the run, and an id that is another customer's.
    """
    _check(run, now)
    kept = PayrollRun.objects.select_for_update(of=("self",)).filter(run_id=run.run_id).first()
    if kept is not None and kept.customer_id != run.customer.pk:
        raise ValidationError({"run_id": _("This run is another customer’s.")})
    row = kept or PayrollRun(run_id=run.run_id, customer=run.customer)
    was_approved = row.approved_at is not None
    row.month, row.carried_out_at = run.month.replace(day=1), cut(run.carried_out_at)
    row.approved_at = cut(run.approved_at) if run.approved_at else None
    row.save()
    if kept and row.approved_at and not was_approved:
        _note_approval(row, actor, now)
    return row, kept is None


def _check(run: Run, now: datetime) -> None:
    errors = {}
    if run.carried_out_at > now:
        errors["carried_out_at"] = _("The run lies in the future.")
    elif run.carried_out_at.year < FIRST_YEAR:
        errors["carried_out_at"] = _("Give a day from 1990 to 2100.")
    if run.approved_at and run.approved_at > now:
        errors["approved_at"] = _("The approval lies in the future.")
    elif run.approved_at and cut(run.approved_at) < cut(run.carried_out_at):
        errors["approved_at"] = _("The approval lies before the run.")
    if errors:
        raise ValidationError(errors)


def _note_approval(run: PayrollRun, actor: Membership, now: datetime) -> None:
    cases = Ticket.objects.filter(payroll_lines__run=run, status__in=Ticket.OPEN_STATUSES).distinct()
    for ticket in cases.select_related("customer__tenant"):
        with translation.override(ticket.customer.tenant.language):
            text = _("The payroll run %(run)s has been approved.") % {"run": run.run_id}
        add_note(ticket=ticket, actor=actor, text=text, now=now)


def list_all(*, now: datetime) -> None:
    """Make the list that is due at every tenant, each in its own transaction; one that is made is left alone."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        with tenant_context(tenant_id):
            try:
                list_month(now=now)
            except Exception:  # another tenant's list must not wait for this one; it is tried again at the next round
                log.exception("payroll.list_failed", tenant=tenant_id)


@transaction.atomic
def list_month(*, now: datetime) -> PayrollList | None:
    """Make the list of the month that is due, once: one case for each customer with a run that is not approved.

    The customer is told by mail in their language. None where no list is due, or it has been made.
    """
    if not Policy.objects.filter(is_default=True).exists():
        return None  # a tenant that is still being set up
    when = month_due(support_hours(), now)
    if when is None:
        return None
    made, is_new = PayrollList.objects.get_or_create(month=when.month, defaults={"made_at": now})
    if not is_new:
        return None
    runs: dict[int, list[PayrollRun]] = defaultdict(list)
    # Made late, in the next month: what that month has carried out waits for its own list.
    for run in waiting_runs(until=min(now, when.ends_at)):
        runs[run.customer_id].append(run)
    for theirs in runs.values():
        _open_for(theirs, made, when, now)
    return made


def _open_for(runs: Sequence[PayrollRun], made: PayrollList, when: ListTime, now: datetime) -> None:
    customer = runs[0].customer
    reported = Reported(
        event_id=f"payroll-list:{when.month:%Y-%m}:{customer.pk}",
        kind=Ticket.Kind.PAYROLL_RUN,
        customer=customer,
        detected_at=now,
        about=ABOUT,
        text=runs_text(runs, customer.tenant.language),
    )
    ticket = report_event(reported=reported, actor=None, now=now).event.ticket
    PayrollListLine.objects.bulk_create([PayrollListLine(listing=made, run=run, ticket=ticket) for run in runs])
    language = (ticket.contact.language if ticket.contact else "") or customer.tenant.language
    with changing(ticket, now=now) as current:
        # Said by the system: a person has yet to contact them, so the clock runs on.
        message = add_message(current, Message.Kind.REPLY, author=None, text=runs_text(runs, language), now=now)
        tell_runs(current, message, now=now)


def runs_text(runs: Sequence[PayrollRun], language: str) -> str:
    """Say which runs are not approved, as Markdown."""
    zone = ZoneInfo(runs[0].customer.tenant.zone)
    with translation.override(language):
        first = _("These payroll runs have been carried out, but not approved:")
        line = _("%(run)s, carried out %(time)s")
        lines = [
            f"- {line % {'run': run.run_id, 'time': formats.weekday_time(run.carried_out_at, zone)}}" for run in runs
        ]
        last = _("Please approve them, or write to us here if something is wrong.")
    return "\n\n".join([first, "\n".join(lines), last])
