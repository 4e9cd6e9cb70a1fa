"""Mails about one change of plan, to both sides."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.formats import full_day
from accounts.links import absolute_url
from contracts.effective_dates import Move, received_day, terms_from
from contracts.emails.sides import Said, company_wide, managers, written
from contracts.models import PlanChange
from outbox.services import queue_all


def tell_requested(change: PlanChange, *, now: datetime) -> None:
    """The addendum is there to sign; by which day, and what that gives."""
    _tell(change, "requested", lambda: _to_sign(change), lambda: _asked_for(change), now=now)


def tell_handed_in(change: PlanChange, *, now: datetime) -> None:
    """The signed addendum has come; the managers look at it."""

    def customer() -> Said:
        said = _("It counts as received on %(day)s. We look at it and write to you.")
        return _portal(change, _("Your signed addendum is in"), said % {"day": _day(change.received_on)})

    def manager() -> Said:
        lead = _("It came on %(day)s. Look at it, and record the receipt.") % {"day": _day(change.received_on)}
        return _desk(change, _("%(customer)s has signed: %(plan)s") % _names(change), lead)

    _tell(change, f"signed:{change.received_at}", customer, manager, now=now)


def tell_scheduled(change: PlanChange, *, now: datetime) -> None:
    """It is decided, and counts from a day."""

    def heading() -> str:
        return _("%(plan)s from %(day)s") % {**_names(change), "day": _day(change.effective_on)}

    def lead() -> str:
        said = _("The signed addendum was received on %(day)s. Until then everything stays as it is.")
        return said % {"day": _day(change.received_on)}

    _tell(
        change,
        "scheduled",
        lambda: _portal(change, heading(), lead()),
        lambda: _desk(change, f"{change.contract.customer.name}: {heading()}", lead()),
        now=now,
    )


def tell_refused(change: PlanChange, *, now: datetime) -> None:
    """It was refused, and why. The managers did that."""
    _tell(
        change,
        "refused",
        lambda: _portal(change, _("Your change to %(plan)s is refused") % _names(change), change.reason),
        lambda: _desk(change, _("%(customer)s: the change to %(plan)s is refused") % _names(change), change.reason),
        now=now,
    )


def tell_withdrawn(change: PlanChange, *, now: datetime) -> None:
    """It was taken back, or the contract ended before."""

    def lead() -> str:
        return change.reason or _("The contract stays as it is.")

    _tell(
        change,
        "withdrawn",
        lambda: _portal(change, _("The change to %(plan)s is withdrawn") % _names(change), lead()),
        lambda: _desk(change, _("%(customer)s: the change to %(plan)s is withdrawn") % _names(change), lead()),
        now=now,
    )


def tell_in_effect(change: PlanChange, *, now: datetime) -> None:
    """The day has come."""

    def lead() -> str:
        said = _("It counts from %(day)s. Open tickets are counted by the new plan.")
        return said % {"day": _day(change.effective_on)}

    _tell(
        change,
        "effect",
        lambda: _portal(change, _("%(plan)s is in effect") % _names(change), lead()),
        lambda: _desk(change, _("%(customer)s: %(plan)s is in effect") % _names(change), lead()),
        now=now,
    )


def _to_sign(change: PlanChange) -> Said:
    move = Move(change.from_version.plan.rank, change.to_version.plan.rank, change.notice_months)
    first, later = terms_from(move, received_day(change.requested_at, ZoneInfo(change.contract.tenant.zone)))
    lead = _("Signed by %(sign)s: from %(start)s. Signed later, by %(later)s: from %(then)s.") % {
        "sign": full_day(first.sign_by),
        "start": full_day(first.effective_on),
        "later": full_day(later.sign_by),
        "then": full_day(later.effective_on),
    }
    return _portal(change, _("Sign the addendum: %(plan)s") % _names(change), lead)


def _asked_for(change: PlanChange) -> Said:
    lead = _("The addendum is sent. The change counts from a day that follows from its receipt.")
    return _desk(change, _("%(customer)s asks for %(plan)s") % _names(change), lead)


def _tell(
    change: PlanChange,
    step: str,
    customer: Callable[[], Said],
    manager: Callable[[], Said],
    *,
    now: datetime,
) -> None:
    """Write to the company-wide contacts and the managers."""
    contract = change.contract
    cause, tenant = f"plan-change:{change.pk}:{step}", contract.tenant
    people = company_wide([contract.customer_id], tenant).get(contract.customer_id, [])
    own = written(people, customer, cause=cause, tenant=tenant, now=now)
    queue_all(own + written(managers(tenant), manager, cause=cause, tenant=tenant, now=now))


def _portal(change: PlanChange, heading: str, lead: str) -> Said:
    url = absolute_url(change.contract.tenant, "portal:plan_change", change.contract_id)
    return Said(heading, lead, _facts(change), url, _("See the change of plan"))


def _desk(change: PlanChange, heading: str, lead: str) -> Said:
    url = absolute_url(change.contract.tenant, "desk:plan_change", change.pk)
    return Said(heading, lead, _facts(change), url, _("See the change of plan"))


def _facts(change: PlanChange) -> list[tuple[str, str]]:
    names = _names(change)
    asked = change.requested_by.user.name if change.requested_by else ""
    facts = [
        (_("Customer"), names["customer"]),
        (_("Plan before"), names["before"]),
        (_("Plan after"), names["plan"]),
        (_("Asked for by"), asked),
    ]
    return [fact for fact in facts if fact[1]]


def _names(change: PlanChange) -> dict[str, str]:
    return {
        "customer": change.contract.customer.name,
        "before": change.from_version.plan.name,
        "plan": change.to_version.plan.name,
    }


def _day(day: date | None) -> str:
    if day is None:
        raise ValueError("this step has a day")
    return full_day(day)
