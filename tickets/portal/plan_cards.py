"""A change of plan in the customer's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.formats import full_day
from contracts.effective_dates import Term, received_day, terms_from
from contracts.models import Contract, PlanChange
from contracts.plan_comparison import ServiceLine
from contracts.selectors.plan_changes import Choice
from contracts.services.plan_changes import move_of_change


@dataclass(frozen=True)
class TermLine:
    """Signed and received by one day, it counts from another."""

    sign_by: str
    counts_from: str


@dataclass(frozen=True)
class ChoiceCard:
    """One plan to choose: what changes, and from when."""

    pk: int
    name: str
    before: str
    gained: Sequence[ServiceLine]
    lost: Sequence[ServiceLine]
    lines: Sequence[ServiceLine]
    terms: Sequence[TermLine]
    is_downgrade: bool
    is_newer: bool


@dataclass(frozen=True)
class ChangeCard:
    """Where a change stands: the largest line, the sentence under it, and what can be done."""

    change: PlanChange
    heading: str
    text: str
    terms: Sequence[TermLine]
    asked_by: str


def choice_card(contract: Contract, choice: Choice) -> ChoiceCard:
    """Describe a plan beside the contract's own."""
    own, plan = contract.plan_version.plan, choice.version.plan
    is_newer = own.pk == plan.pk
    return ChoiceCard(
        pk=choice.version.pk,
        name=_("%(plan)s as it is now") % {"plan": plan.name} if is_newer else plan.name,
        before=own.name,
        gained=choice.gained,
        lost=choice.lost,
        lines=choice.lines,
        terms=[_term(term) for term in choice.terms],
        is_downgrade=choice.is_downgrade,
        is_newer=is_newer,
    )


def change_card(change: PlanChange) -> ChangeCard:
    """Describe where a change stands."""
    heading, text = _words(change)
    sent_on = received_day(change.requested_at, ZoneInfo(change.contract.tenant.zone))
    terms = terms_from(move_of_change(change), sent_on) if change.is_unsigned else []
    return ChangeCard(
        change=change,
        heading=heading,
        text=text,
        terms=[_term(term) for term in terms],
        asked_by=change.requested_by.user.name if change.requested_by else "",
    )


def _words(change: PlanChange) -> tuple[str, str]:
    status = PlanChange.Status
    plan = {"plan": change.to_version.plan.name, "before": change.from_version.plan.name}
    match change.status:
        case status.SENT:
            return _("Sign the addendum: %(plan)s") % plan, _(
                "Print it, sign it, and send it back, or hand it in here."
            )
        case status.RECEIVED:
            received = {"day": _day(change.received_on)}
            return (
                _("Your signed addendum is in"),
                _("It counts as received on %(day)s. We look at it and write to you.") % received,
            )
        case status.SCHEDULED:
            heading = _("%(plan)s from %(day)s") % {**plan, "day": _day(change.effective_on)}
            return heading, _("Until then you have %(before)s.") % plan
        case status.IN_EFFECT:
            heading = _("%(plan)s is in effect") % plan
            return heading, _("It counts from %(day)s.") % {"day": _day(change.effective_on)}
        case status.REFUSED:
            return _("Your change to %(plan)s is refused") % plan, change.reason
        case _withdrawn:
            return _("The change to %(plan)s is withdrawn") % plan, change.reason or _("The contract stays as it is.")


def _term(term: Term) -> TermLine:
    return TermLine(full_day(term.sign_by), full_day(term.effective_on))


def _day(day: date | None) -> str:
    return full_day(day) if day else "–"
