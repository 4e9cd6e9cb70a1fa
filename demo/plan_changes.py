"""Changes of plan in the demo: a campaign that runs, one change that is decided, one that waits for its signature."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Membership, Role
from contracts.effective_dates import received_day
from contracts.models import Contract, Plan
from contracts.selectors.plans import newest_version
from contracts.services.campaigns import Asked, choose, create_campaign, send_campaign
from contracts.services.plan_changes import record_receipt, request_change
from demo.tenants import Cast

WORDS = {
    "sv": (
        "Välj er plan för nästa år",
        "Från nästa år har vi fyra planer med olika mycket hjälp i. Vi skriver till er för att ni ska välja den som "
        "passar er.\n\nRing oss gärna om ni undrar över något.",
    ),
    "da": (
        "Vælg jeres abonnement for næste år",
        "Fra næste år har vi fire abonnementer med forskellig hjælp i. Vi skriver til jer, for at I kan vælge det, der "
        "passer jer.\n\nRing gerne, hvis I er i tvivl.",
    ),
}
LONG_AGO, ANSWERS = timedelta(days=9), ("Professional", "Standard", "Professional", "Premium")


def change_plans(cast: Cast, *, now: datetime) -> None:
    """Make all three; the company that one signs in for in the portal is left to try it."""
    manager = Membership.objects.filter(role=Role.MANAGER).select_related("tenant").earliest("pk")
    plans = {plan.name: plan for plan in Plan.objects.all()}
    versions = {name: newest_version(plan) for name, plan in plans.items()}
    before, today = now - LONG_AGO, received_day(now, ZoneInfo(cast.tenant.zone))
    own = [contact.customer_id for contact in cast.contacts[:1]]
    active = Contract.objects.filter(plan=plans["Professional"]).exclude(customer__in=own).order_by("pk")
    upgrade, downgrade = active[:2]
    decided = request_change(contract=upgrade, to_version=versions["Premium"], actor=manager, now=before)
    record_receipt(change=decided, received_on=today - timedelta(days=3), actor=manager, now=now)
    request_change(contract=downgrade, to_version=versions["Standard"], actor=manager, now=before)

    heading, text = WORDS[cast.vendor.language]
    offered = [versions[name] for name in ("Standard", "Professional", "Premium")]
    asked = Asked(heading, text, today + timedelta(days=21), offered, versions["Standard"], remind_days=7)
    campaign = create_campaign(asked=asked, plans=[plans["Standard"]], actor=manager, now=before)
    campaign = send_campaign(campaign=campaign, actor=manager, now=before)
    for letter, name in zip(campaign.letters.order_by("pk"), ANSWERS, strict=False):
        choose(letter=letter, version=versions[name], actor=manager, now=now - timedelta(days=2))
