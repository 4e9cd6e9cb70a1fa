"""A contract changes its plan: asked for, signed, decided, in effect (domain: Changing plan)."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.formats import full_day
from accounts.models import Membership
from contracts.effective_dates import Move, effective_on, received_day
from contracts.emails import plan_changes as emails
from contracts.models import CampaignLetter, Contact, Contract, ContractEvent, PlanChange, PlanVersion
from contracts.plan_prices import kept_prices
from contracts.selectors.plan_changes import PARTIES
from contracts.selectors.plans import newest_version
from contracts.services.holding import changing_contract
from contracts.services.rights import require_manager
from contracts.services.signed_files import Upload, keep_signed
from contracts.services.timeline import note

Status, Kind = PlanChange.Status, ContractEvent.Kind


@transaction.atomic
def request_change(*, contract: Contract, to_version: PlanVersion, actor: Membership, now: datetime) -> PlanChange:
    """Ask for another plan: the addendum goes to the customer's company-wide contacts, word of it to the managers.

    A manager may ask, and a company-wide contact of the customer; NotAllowedError for others. ValidationError where
    the contract is not active, has a change under way or a campaign to answer, or ends before the new plan would count;
    and for a version that is not on offer, or is the contract's own.
    """
    current = _locked(contract)
    _require_party(current, actor)
    _check_version(current, to_version)
    if CampaignLetter.objects.filter(contract=current, campaign__status="running").exists():
        raise ValidationError(_("A letter asks which plan is chosen. Answer there."), code="campaign")
    move = move_of(current, to_version)
    earliest = effective_on(move, received_day(now, _zone(current)))
    _check_period(current, earliest)
    change = PlanChange.objects.create(
        contract=current,
        from_version=current.plan_version,
        to_version=to_version,
        notice_months=current.notice_months,
        requested_by=actor,
        requested_at=now,
        prices=kept_prices(current, to_version, earliest),
    )
    _noted(change, Kind.PLAN_REQUESTED, actor, now)
    emails.tell_requested(change, now=now)
    return change


@transaction.atomic
def hand_in_signed(*, change: PlanChange, file: Upload, actor: Membership, now: datetime) -> PlanChange:
    """Take the signed addendum from the customer: it is in on the tenant's local day of `now`, and is to be checked.

    Handed in again it replaces the one before. ValidationError for a file that is no scan, and once it is decided.
    """
    current = _open(change, PlanChange.UNSIGNED)
    _require_party(current.contract, actor)
    keep_signed(current, file, now=now)
    current.received_on, current.received_at = received_day(now, _zone(current.contract)), now
    current.status = Status.RECEIVED
    current.save()
    _noted(current, Kind.PLAN_SIGNED, actor, now, day=current.received_on)
    emails.tell_handed_in(current, now=now)
    return current


@transaction.atomic
def record_receipt(
    *, change: PlanChange, received_on: date, actor: Membership, now: datetime, file: Upload | None = None
) -> PlanChange:
    """Record on which local day the signed addendum came in: that decides from when the new plan counts.

    Managers only. ValidationError at `received_on` for a day to come or before the request, at `file` for no scan,
    and where the contract ends before the new plan would count.
    """
    require_manager(actor)
    current = _open(change, PlanChange.UNSIGNED)
    zone = _zone(current.contract)
    if received_on > received_day(now, zone):
        raise ValidationError({"received_on": _("This day is still to come.")}, code="received_on")
    if received_on < received_day(current.requested_at, zone):
        raise ValidationError({"received_on": _("The addendum was not sent before then.")}, code="received_on")
    if file is not None:
        keep_signed(current, file, now=now)
    current.received_on, current.received_at = received_on, now
    current.effective_on = effective_on(move_of_change(current), received_on)
    _check_period(current.contract, current.effective_on)
    current.status = Status.SCHEDULED
    current.save()
    _noted(current, Kind.PLAN_DECIDED, actor, now, day=current.effective_on)
    emails.tell_scheduled(current, now=now)
    return current


@transaction.atomic
def refuse(*, change: PlanChange, reason: str, actor: Membership, now: datetime) -> PlanChange:
    """Refuse a change that is not decided yet, with a reason that the customer is told. Managers only."""
    require_manager(actor)
    current = _open(change, PlanChange.UNSIGNED)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the customer is told.")}, code="reason")
    current.status, current.reason = Status.REFUSED, reason.strip()
    _end(current, Kind.PLAN_REFUSED, actor, now)
    emails.tell_refused(current, now=now)
    return current


@transaction.atomic
def withdraw(*, change: PlanChange, actor: Membership, now: datetime) -> PlanChange:
    """Take a change back: the customer until it is decided, a manager until it counts. ValidationError afterwards."""
    current = _open(change, PlanChange.OPEN if actor.role in MANAGERS else PlanChange.UNSIGNED)
    _require_party(current.contract, actor)
    current.status = Status.WITHDRAWN
    _end(current, Kind.PLAN_WITHDRAWN, actor, now)
    emails.tell_withdrawn(current, now=now)
    return current


@transaction.atomic
def schedule(*, contract: Contract, to_version: PlanVersion, received_on: date, now: datetime) -> PlanChange:
    """Decide a change without addendum, for an answer to a campaign that counts as received on this local day.

    What was under way unsigned gives way to it. The caller has checked that none is decided already.
    """
    for waiting in PlanChange.objects.select_for_update(of=("self",)).filter(
        contract=contract, status__in=PlanChange.UNSIGNED
    ):
        waiting.status = Status.WITHDRAWN
        _end(waiting, Kind.PLAN_WITHDRAWN, None, now)
    change = PlanChange.objects.create(
        contract=contract,
        from_version=contract.plan_version,
        to_version=to_version,
        notice_months=contract.notice_months,
        requested_at=now,
        status=Status.SCHEDULED,
        received_on=received_on,
        received_at=now,
        effective_on=effective_on(move_of(contract, to_version), received_on),
    )
    _noted(change, Kind.PLAN_DECIDED, None, now, day=change.effective_on)
    return change


@transaction.atomic
def put_in_effect(*, change: PlanChange, now: datetime) -> PlanChange | None:
    """Let a decided change count, once its local day has come; None where it is not due, or not decided (any more).

    A contract that does not hold on that day keeps its plan, and the change ends with the reason. Who calls this
    counts the customer's open tickets again where the status is then "in effect". The timeline has it at the midnight
    that it counts from, however late this runs: what a month costs is told from there.
    """
    current = _rows().get(pk=change.pk)
    contract = current.contract
    if current.status != Status.SCHEDULED or current.effective_on is None:
        return None
    zone = _zone(contract)
    if current.effective_on > received_day(now, zone):
        return None
    midnight = datetime.combine(current.effective_on, time(), zone)
    with changing_contract(contract, kind=Kind.PLAN_CHANGED, actor=None, now=midnight) as agreement:
        holds = agreement.holds_on(current.effective_on)
        if holds:
            agreement.plan_version = current.to_version
    current.ended_at = now
    if holds:
        current.status = Status.IN_EFFECT
        current.save()
        emails.tell_in_effect(current, now=now)
        return current
    with translation.override(contract.tenant.language):
        current.reason = _("The contract ended before.")
    current.status = Status.WITHDRAWN
    _end(current, Kind.PLAN_WITHDRAWN, None, now)
    emails.tell_withdrawn(current, now=now)
    return current


def move_of(contract: Contract, to_version: PlanVersion) -> Move:
    """Give the step from the contract's plan to another, with the contract's notice period."""
    return Move(contract.plan_version.plan.rank, to_version.plan.rank, contract.notice_months)


def move_of_change(change: PlanChange) -> Move:
    """Give the step a change takes, with the notice period of when it was asked for."""
    return Move(change.from_version.plan.rank, change.to_version.plan.rank, change.notice_months)


def _locked(contract: Contract) -> Contract:
    shaped = Contract.objects.select_for_update(of=("self",)).select_related("tenant", "customer", "plan_version__plan")
    return shaped.get(pk=contract.pk)


def _open(change: PlanChange, states: tuple[str, ...]) -> PlanChange:
    """Lock a change; ValidationError where it is not in one of these states any more."""
    current = _rows().get(pk=change.pk)
    if current.status not in states:
        said = _("It is “%(status)s” already.") % {"status": current.get_status_display()}
        raise ValidationError(said, code="state")
    return current


def _rows() -> QuerySet[PlanChange, PlanChange]:
    """Give changes with their parties, locked when they are read."""
    return PlanChange.objects.select_related(*PARTIES).select_for_update(of=("self",))


def _require_party(contract: Contract, actor: Membership) -> None:
    if actor.role in MANAGERS:
        return
    if not Contact.objects.filter(membership=actor, customer=contract.customer_id, is_company_wide=True).exists():
        raise NotAllowedError("only managers and the customer's company-wide contacts change plans")


def _check_version(contract: Contract, version: PlanVersion) -> None:
    if contract.status != Contract.Status.ACTIVE:
        raise ValidationError(_("The contract is not active."), code="status")
    if PlanChange.objects.filter(contract=contract, status__in=PlanChange.OPEN).exists():
        raise ValidationError(_("A change of plan is under way already."), code="open")
    plan = version.plan
    if version.pk == contract.plan_version_id or not plan.is_offered or newest_version(plan).pk != version.pk:
        raise ValidationError({"to": _("This plan cannot be chosen.")}, code="version")
    named = contract.contract_contacts.count() if version.contact_limit is not None else 0
    if version.contact_limit is not None and named > version.contact_limit:
        said = _("The contract names %(named)d contacts; this version allows %(limit)d.")
        raise ValidationError({"to": said % {"named": named, "limit": version.contact_limit}}, code="contacts")


def _check_period(contract: Contract, counts_from: date) -> None:
    if contract.ends_on is not None and not contract.runs_on and contract.ends_on < counts_from:
        said = _("The contract ends on %(end)s, before the new plan would count: on %(start)s.")
        values = {"end": full_day(contract.ends_on), "start": full_day(counts_from)}
        raise ValidationError(said % values, code="period")


def _end(change: PlanChange, kind: str, actor: Membership | None, now: datetime, *, day: date | None = None) -> None:
    change.ended_at = now
    change.save()
    _noted(change, kind, actor, now, day=day)


def _noted(change: PlanChange, kind: str, actor: Membership | None, now: datetime, *, day: date | None = None) -> None:
    """Write the contract's timeline: both plans, the day that matters, the reason."""
    plans = [change.from_version.plan.name, change.to_version.plan.name]
    data: dict[str, Any] = {"changes": {"plan": plans}}
    if day is not None:
        data["day"] = day.isoformat()
    if change.reason:
        data["reason"] = change.reason
    note(contract=change.contract, kind=kind, actor=actor, now=now, data=data)


def _zone(contract: Contract) -> ZoneInfo:
    return ZoneInfo(contract.tenant.zone)
