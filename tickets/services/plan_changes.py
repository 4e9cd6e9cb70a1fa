"""At the tenant's local midnight: decided changes of plan count, campaigns are reminded of and closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from contracts.effective_dates import received_day
from contracts.models import Campaign, CampaignLetter, PlanChange
from contracts.services.campaigns import close_campaign, remind, settle_letter
from contracts.services.plan_changes import put_in_effect
from tickets.models import Recount
from tickets.services.recounting import begin_recount
from tickets.services.terms_changes import AT_ONCE

log = structlog.get_logger("contracts")


def change_plans(*, now: datetime) -> None:
    """Do for every tenant what its local day brings. Done again it does nothing: each step looks before it acts."""
    for tenant in Tenant.objects.all():
        with tenant_context(tenant.pk):
            today = received_day(now, ZoneInfo(tenant.zone))
            with transaction.atomic():
                running = list(Campaign.objects.filter(status=Campaign.Status.RUNNING).select_related("tenant"))
            for campaign in running:
                with _apart(campaign=campaign.pk):
                    _turn(campaign, today, now)
            # After the campaigns: what they decide may count from today, where nobody looked for a long time.
            with transaction.atomic():
                decided = PlanChange.objects.filter(status=PlanChange.Status.SCHEDULED, effective_on__lte=today)
                due = list(decided.order_by("effective_on", "pk"))
            for change in due:
                with _apart(change=change.pk):
                    switch_plan(change=change, now=now)


@transaction.atomic
def switch_plan(*, change: PlanChange, now: datetime) -> None:
    """Let one change count, and the customer's open tickets follow, in one transaction: many in the background."""
    switched = put_in_effect(change=change, now=now)
    if switched is not None and switched.status == PlanChange.Status.IN_EFFECT:
        recount = Recount(customer=switched.contract.customer)
        begin_recount(recount, actor=switched.requested_by, now=now, at_once=AT_ONCE)


def _turn(campaign: Campaign, today: date, now: datetime) -> None:
    """Remind of a campaign, or close it once its deadline has passed: each letter in its own transaction."""
    if campaign.deadline >= today:
        remind(campaign=campaign, now=now)
        return
    with transaction.atomic():
        waiting = list(CampaignLetter.objects.filter(campaign=campaign, settled_at=None).order_by("pk"))
    for letter in waiting:
        with _apart(letter=letter.pk):
            settle_letter(letter=letter, now=now)
    close_campaign(campaign=campaign, now=now)


@contextmanager
def _apart(**about: int) -> Iterator[None]:
    """Log one customer's trouble, which is not the others': the next round tries again."""
    try:
        yield
    except Exception:
        log.exception("plans.failed", **about)
