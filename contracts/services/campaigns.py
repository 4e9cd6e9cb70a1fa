"""Customers are asked to choose a plan until a day, and get the named one if they do not (domain: Changing plan)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.effective_dates import received_day
from contracts.emails import campaigns as emails
from contracts.models import (
    Campaign,
    CampaignLetter,
    CampaignOffer,
    Contact,
    Contract,
    ContractEvent,
    Plan,
    PlanChange,
    PlanVersion,
)
from contracts.selectors.campaigns import askable
from contracts.services.plan_changes import schedule
from contracts.services.rights import require_manager
from contracts.services.timeline import note

Status = Campaign.Status
# Nobody is reminded in the night.
REMIND_FROM = time(8)


@dataclass(frozen=True)
class Asked:
    """What is asked. `deadline`: the last local day to answer; `remind_days` before it, None for no reminder."""

    name: str
    text: str
    deadline: date
    offered: Collection[PlanVersion]
    default: PlanVersion
    remind_days: int | None = None


@transaction.atomic
def create_campaign(*, asked: Asked, plans: Collection[Plan], actor: Membership, now: datetime) -> Campaign:
    """Prepare a campaign to every customer who is under one of these plans; nothing is sent yet. Managers only.

    ValidationError by field: a day that is not to come, a default that is not offered, nobody under those plans.
    """
    require_manager(actor)
    _check(asked, today=_today(actor, now))
    contracts = list(askable(plans, asked.deadline))
    if not contracts:
        raise ValidationError({"plans": _("No customer under these plans can be asked.")}, code="plans")
    campaign = Campaign.objects.create(
        name=asked.name.strip(),
        text=asked.text.strip(),
        deadline=asked.deadline,
        remind_days=asked.remind_days,
        created_by=actor,
        created_at=now,
    )
    CampaignOffer.objects.bulk_create(CampaignOffer(campaign=campaign, version=version) for version in asked.offered)
    CampaignLetter.objects.bulk_create(
        CampaignLetter(
            campaign=campaign, contract=one, from_version_id=one.plan_version_id, default_version=asked.default
        )
        for one in contracts
    )
    return campaign


@transaction.atomic
def set_default(*, letter: CampaignLetter, version: PlanVersion, actor: Membership) -> None:
    """Name another plan as one customer's default, before the letters are sent. Managers only."""
    require_manager(actor)
    campaign = _locked(letter.campaign, Status.DRAFT)
    _check_offered(campaign, version)
    CampaignLetter.objects.filter(pk=letter.pk).update(default_version=version)


@transaction.atomic
def leave_out(*, letter: CampaignLetter, actor: Membership) -> None:
    """Ask one customer nothing, before the letters are sent. Managers only."""
    require_manager(actor)
    _locked(letter.campaign, Status.DRAFT)
    letter.delete()


@transaction.atomic
def send_campaign(*, campaign: Campaign, actor: Membership, now: datetime) -> Campaign:
    """Send the letters. Managers only.

    ValidationError where the deadline is not to come any more, nobody is left, or customers have another plan, a change
    under way or another letter by now: they are named.
    """
    require_manager(actor)
    current = _locked(campaign, Status.DRAFT)
    if current.deadline <= _today(actor, now):
        raise ValidationError({"deadline": _("Choose a day to come.")}, code="deadline")
    letters = list(
        current.letters.select_related("contract__customer", "contract__plan_version__plan", "default_version__plan")
    )
    if not letters:
        raise ValidationError(_("Nobody is left to ask."), code="letters")
    free = dict(askable(None, current.deadline).values_list("pk", "plan_version"))
    taken = sorted({one.contract.customer.name for one in letters if free.get(one.contract_id) != one.from_version_id})
    if taken:
        said = _("These customers cannot be asked any more; leave them out: %(names)s.")
        raise ValidationError(said % {"names": ", ".join(taken)}, code="taken")
    current.status, current.sent_at = Status.RUNNING, now
    current.save(update_fields=["status", "sent_at"])
    for letter in letters:
        note(
            contract=letter.contract,
            kind=ContractEvent.Kind.PLAN_ASKED,
            actor=actor,
            now=now,
            data={"day": current.deadline.isoformat(), "plan": letter.default_version.plan.name},
        )
    emails.send_letters(current, letters, now=now)
    return current


@transaction.atomic
def choose(*, letter: CampaignLetter, version: PlanVersion, actor: Membership, now: datetime) -> CampaignLetter:
    """Answer a letter, or change the answer, to the end of the local day of the deadline.

    A company-wide contact of the customer, or a manager who was told; NotAllowedError for others. ValidationError for a
    plan that is not offered, and after the deadline. There is no answer "none".
    """
    campaign = _locked(letter.campaign, Status.RUNNING)
    locked = CampaignLetter.objects.select_for_update(of=("self",))
    current = locked.select_related("contract__tenant", "contract__customer").get(pk=letter.pk)
    if actor.role not in MANAGERS and not _is_company_wide(current.contract, actor):
        raise NotAllowedError("only managers and the customer's company-wide contacts answer")
    if received_day(now, ZoneInfo(current.contract.tenant.zone)) > campaign.deadline:
        raise ValidationError(_("The day to answer by has passed."), code="deadline")
    _check_offered(campaign, version)
    current.chosen_version, current.chosen_by, current.chosen_at = version, actor, now
    current.save(update_fields=["chosen_version", "chosen_by", "chosen_at"])
    note(
        contract=current.contract,
        kind=ContractEvent.Kind.PLAN_CHOSEN,
        actor=actor,
        now=now,
        data={"plan": version.plan.name},
    )
    emails.tell_chosen(current, campaign, now=now)
    return current


@transaction.atomic
def remind(*, campaign: Campaign, now: datetime) -> int:
    """Remind whoever has not answered, once, from 8 in the morning of the day agreed; give how many letters."""
    local = now.astimezone(ZoneInfo(campaign.tenant.zone))
    if campaign.remind_days is None or local.date() > campaign.deadline:
        return 0
    day = campaign.deadline - timedelta(days=campaign.remind_days)
    if local.date() < day or (local.date() == day and local.time() < REMIND_FROM):
        return 0
    waiting = campaign.letters.filter(chosen_version=None, reminded_at=None).select_for_update(of=("self",))
    letters = list(waiting.select_related("contract__customer", "default_version__plan"))
    campaign.letters.filter(pk__in=[letter.pk for letter in letters]).update(reminded_at=now)
    if letters:
        emails.remind_of_letters(campaign, letters, now=now)
    return len(letters)


@transaction.atomic
def settle_letter(*, letter: CampaignLetter, now: datetime) -> PlanChange | None:
    """After the deadline: what was chosen, else the named default, becomes a change that counts by the usual rules.

    The deadline is the day of receipt. None where there is nothing to change: under that version already, a change
    decided by signature meanwhile, a contract that is over; or settled before.
    """
    parties = ("campaign__tenant", "contract__customer", "default_version__plan", "chosen_version__plan")
    current = CampaignLetter.objects.select_for_update(of=("self",)).select_related(*parties).get(pk=letter.pk)
    deadline = current.campaign.deadline
    if current.settled_at or received_day(now, ZoneInfo(current.campaign.tenant.zone)) <= deadline:
        return None
    shaped = Contract.objects.select_related("tenant", "customer", "plan_version__plan")
    contract = shaped.select_for_update(of=("self",)).get(pk=current.contract_id)
    version = current.chosen_version or current.default_version
    decided = PlanChange.objects.filter(contract=contract, status=PlanChange.Status.SCHEDULED).exists()
    if contract.status == Contract.Status.ACTIVE and contract.plan_version_id != version.pk and not decided:
        current.change = schedule(contract=contract, to_version=version, received_on=deadline, now=now)
        emails.tell_settled(current, now=now)
    current.settled_at = now
    current.save(update_fields=["settled_at", "change"])
    return current.change


@transaction.atomic
def close_campaign(*, campaign: Campaign, now: datetime) -> bool:
    """Close a campaign whose letters are all settled; tells the managers how it went. False where it is not time."""
    current = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if current.status != Status.RUNNING or current.letters.filter(settled_at=None).exists():
        return False
    current.status, current.closed_at = Status.CLOSED, now
    current.save(update_fields=["status", "closed_at"])
    emails.tell_closed(current, now=now)
    return True


def _check(asked: Asked, *, today: date) -> None:
    if asked.deadline <= today:
        raise ValidationError({"deadline": _("Choose a day to come.")}, code="deadline")
    if asked.default not in asked.offered:
        said = _("The plan that applies without an answer must be among those offered.")
        raise ValidationError({"default": said}, code="default")


def _check_offered(campaign: Campaign, version: PlanVersion) -> None:
    if not campaign.offers.filter(version=version).exists():
        raise ValidationError({"version": _("This plan cannot be chosen.")}, code="version")


def _is_company_wide(contract: Contract, actor: Membership) -> bool:
    return Contact.objects.filter(membership=actor, customer=contract.customer_id, is_company_wide=True).exists()


def _locked(campaign: Campaign, status: str) -> Campaign:
    current = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if current.status != status:
        said = _("It is “%(status)s” already.") % {"status": current.get_status_display()}
        raise ValidationError(said, code="state")
    return current


def _today(actor: Membership, now: datetime) -> date:
    return received_day(now, ZoneInfo(actor.tenant.zone))
