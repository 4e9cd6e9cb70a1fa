"""Mails about one change of plan, to both sides."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.formats import full_day
from accounts.links import absolute_url
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.values import plain
from contracts.effective_dates import Move, received_day, terms_from
from contracts.emails.sides import Said, company_wide, lettered, managers, written
from contracts.mailwords.values import plan_facts, plan_values
from contracts.models import PlanChange
from outbox.services import queue_all


def tell_requested(change: PlanChange, *, now: datetime) -> None:
    """The addendum is there to sign; by which day, and what that gives."""
    move = Move(change.from_version.plan.rank, change.to_version.plan.rank, change.notice_months)
    first, later = terms_from(move, received_day(change.requested_at, ZoneInfo(change.contract.tenant.zone)))

    def manager() -> Said:
        lead = _("The addendum is sent. The change counts from a day that follows from its receipt.")
        return _desk(change, _("%(customer)s asks for %(plan)s") % _names(change), lead)

    _tell(
        change,
        "requested",
        lambda: {
            "sign_by": full_day(first.sign_by),
            "starts": full_day(first.effective_on),
            "later_sign_by": full_day(later.sign_by),
            "later_starts": full_day(later.effective_on),
        },
        manager,
        now=now,
    )


def tell_handed_in(change: PlanChange, *, now: datetime) -> None:
    """The signed addendum has come; the managers look at it."""

    def manager() -> Said:
        lead = _("It came on %(day)s. Look at it, and record the receipt.") % {"day": _day(change.received_on)}
        return _desk(change, _("%(customer)s has signed: %(plan)s") % _names(change), lead)

    cause = f"signed:{change.received_at}"
    _tell(change, "handed_in", lambda: {"received": _day(change.received_on)}, manager, now=now, cause=cause)


def tell_scheduled(change: PlanChange, *, now: datetime) -> None:
    """It is decided, and counts from a day."""

    def manager() -> Said:
        heading = _("%(plan)s from %(day)s") % {**_names(change), "day": _day(change.effective_on)}
        lead = _("The signed addendum was received on %(day)s. Until then everything stays as it is.")
        return _desk(change, f"{change.contract.customer.name}: {heading}", lead % {"day": _day(change.received_on)})

    def customer() -> dict[str, Value]:
        return {"received": _day(change.received_on), "starts": _day(change.effective_on)}

    _tell(change, "scheduled", customer, manager, now=now)


def tell_refused(change: PlanChange, *, now: datetime) -> None:
    """It was refused, and why. The managers did that."""
    _tell(
        change,
        "refused",
        lambda: {"reason": plain(change.reason)},
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
        lambda: {"reason": plain(lead())},
        lambda: _desk(change, _("%(customer)s: the change to %(plan)s is withdrawn") % _names(change), lead()),
        now=now,
    )


def tell_in_effect(change: PlanChange, *, now: datetime) -> None:
    """The day has come."""

    def manager() -> Said:
        lead = _("It counts from %(day)s. Open tickets are counted by the new plan.")
        heading = _("%(customer)s: %(plan)s is in effect") % _names(change)
        return _desk(change, heading, lead % {"day": _day(change.effective_on)})

    customer = lambda: {"starts": _day(change.effective_on)}  # noqa: E731
    _tell(change, "in_effect", customer, manager, now=now, cause="effect")


def _tell(
    change: PlanChange,
    step: str,
    customer: Callable[[], Mapping[str, Value]],
    manager: Callable[[], Said],
    *,
    now: datetime,
    cause: str = "",
) -> None:
    """Write to the company-wide contacts, in the tenant's words, and to the managers. `cause` names it, else `step`."""
    contract, mail = change.contract, f"plan_{step}"
    tenant, key = contract.tenant, f"plan-change:{change.pk}:{cause or step}"
    people = company_wide([contract.customer_id], tenant).get(contract.customer_id, [])

    def values() -> dict[str, Value]:
        return {**plan_values(asked_by=_asked_by(change), **_names(change)), **customer()}

    own = lettered(
        people,
        mail,
        values,
        link=absolute_url(tenant, "portal:plan_change", change.contract_id),
        words=ChosenWords.of([mail]),
        cause=key,
        tenant=tenant,
        now=now,
    )
    queue_all(own + written(managers(tenant), manager, cause=key, tenant=tenant, now=now))


def _desk(change: PlanChange, heading: str, lead: str) -> Said:
    url = absolute_url(change.contract.tenant, "desk:plan_change", change.pk)
    return Said(heading, lead, _facts(change), url, _("See the change of plan"))


def _facts(change: PlanChange) -> list[tuple[str, str]]:
    return [(fact.label, fact.value) for fact in plan_facts(asked_by=_asked_by(change), **_names(change)) if fact.value]


def _asked_by(change: PlanChange) -> str:
    return change.requested_by.user.name if change.requested_by else ""


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
