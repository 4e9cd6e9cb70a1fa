"""Where a contract stands: activated, under notice, ended; who calls these counts open tickets again."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.formats import full_day
from accounts.models import Membership
from contracts.models import Contract, ContractEvent
from contracts.selectors import local_day
from contracts.services.agreements import check_period
from contracts.services.holding import changing_contract
from contracts.services.overlaps import products_of, refuse_overlap
from contracts.services.rights import require_manager

Kind, Status = ContractEvent.Kind, Contract.Status


def activate_contract(*, contract: Contract, actor: Membership, now: datetime) -> Contract:
    """Let a draft hold. ValidationError where another contract covers one of its products in its period."""
    require_manager(actor)
    with changing_contract(contract, kind=Kind.ACTIVATED, actor=actor, now=now) as current:
        _require(current, Status.DRAFT)
        current.status = Status.ACTIVE
        refuse_overlap(current, products_of(current))
    return contract


def give_notice(*, contract: Contract, actor: Membership, ends_on: date, now: datetime) -> Contract:
    """Give notice: `ends_on` is the last day. ValidationError there, before the first day or after the agreed last.

    One that renews may be ended on a later day than the present period's last.
    """
    require_manager(actor)
    with changing_contract(contract, kind=Kind.NOTICE, actor=actor, now=now) as current:
        _require(current, Status.ACTIVE, Status.NOTICE)
        _check_last_day(current, ends_on)
        current.ends_on, current.status = ends_on, Status.NOTICE
    return contract


def withdraw_notice(*, contract: Contract, actor: Membership, now: datetime) -> Contract:
    """Take notice back: the contract goes on as agreed before. ValidationError where another has taken its place."""
    require_manager(actor)
    with changing_contract(contract, kind=Kind.NOTICE_WITHDRAWN, actor=actor, now=now) as current:
        _require(current, Status.NOTICE)
        current.ends_on = _last_day_before_notice(current)
        current.status = Status.ACTIVE
        refuse_overlap(current, products_of(current))
    return contract


def end_contract(*, contract: Contract, actor: Membership, ends_on: date, now: datetime) -> Contract:
    """End a contract at once: `ends_on` is its last day, today or before. ValidationError otherwise."""
    require_manager(actor)
    with changing_contract(contract, kind=Kind.ENDED, actor=actor, now=now) as current:
        _require(current, Status.ACTIVE, Status.NOTICE)
        _check_last_day(current, ends_on)
        if ends_on > local_day(actor.tenant, now):
            said = _("That day is yet to come: give notice instead.")
            raise ValidationError({"ends_on": said}, code="ends_on")
        current.ends_on, current.status = ends_on, Status.ENDED
    return contract


def _require(contract: Contract, *statuses: str) -> None:
    if contract.status not in statuses:
        said = _("The contract is %(status)s by now. Look again.") % {"status": contract.get_status_display()}
        raise ValidationError(said, code="status")


def _check_last_day(contract: Contract, ends_on: date) -> None:
    check_period(contract.starts_on, ends_on)
    if contract.ends_on is not None and not contract.runs_on and ends_on > contract.ends_on:
        said = _("It ends before that: on %(day)s.") % {"day": full_day(contract.ends_on)}
        raise ValidationError({"ends_on": said}, code="ends_on")


def _last_day_before_notice(contract: Contract) -> date | None:
    """Give the last day agreed before notice was given first; later notices only moved it."""
    agreed = contract.ends_on.isoformat() if contract.ends_on else None
    for event in contract.events.filter(kind__in=[Kind.NOTICE, Kind.NOTICE_WITHDRAWN]).order_by("-pk"):
        if event.kind == Kind.NOTICE_WITHDRAWN:
            break
        agreed = event.data["changes"].get("ends_on", [agreed])[0]
    return date.fromisoformat(agreed) if agreed else None
