"""Mails of a campaign: the letter, the reminder, the answer, what it came to."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.formats import full_day
from accounts.links import absolute_url
from accounts.mailwords.chosen import ChosenWords
from accounts.mailwords.drawing import Value
from accounts.mailwords.values import plain
from contracts.emails.sides import Said, company_wide, lettered, managers, written
from contracts.models import Campaign, CampaignLetter
from outbox.models import OutboxMessage
from outbox.services import queue_all


def send_letters(campaign: Campaign, letters: Sequence[CampaignLetter], *, now: datetime) -> None:
    """Ask every customer's company-wide contacts: until when, and what applies without an answer."""
    _tell(campaign, letters, "letter", "campaign", now=now)


def remind_of_letters(campaign: Campaign, letters: Sequence[CampaignLetter], *, now: datetime) -> None:
    """Remind those who have not answered, once."""
    _tell(campaign, letters, "reminder", "campaign_reminder", now=now)


def tell_chosen(letter: CampaignLetter, campaign: Campaign, *, now: datetime) -> None:
    """Confirm an answer, which may still be changed."""
    plan = letter.chosen_version.plan.name if letter.chosen_version else ""
    _tell(campaign, [letter], f"chosen:{letter.chosen_at}", "campaign_chosen", plan=plan, now=now)


def tell_settled(letter: CampaignLetter, *, now: datetime) -> None:
    """Say which plan follows from the answer, or from there being none, and from when."""
    change = letter.change
    if change is None or change.effective_on is None:
        raise ValueError("nothing was settled")
    mail = "campaign_settled" if letter.chosen_version_id else "campaign_default"
    plan, starts = change.to_version.plan.name, change.effective_on
    _tell(letter.campaign, [letter], "settled", mail, plan=plan, starts=starts, now=now)


def tell_closed(campaign: Campaign, *, now: datetime) -> None:
    """Tell the managers how many have chosen."""
    total = campaign.letters.count()
    chosen = campaign.letters.exclude(chosen_version=None).count()

    def say() -> Said:
        heading = _("The campaign is closed: %(name)s") % {"name": campaign.name}
        lead = ngettext(
            "%(chosen)d of %(count)d customer has chosen.", "%(chosen)d of %(count)d customers have chosen.", total
        ) % {"chosen": chosen, "count": total}
        url = absolute_url(campaign.tenant, "desk:campaign", campaign.pk)
        return Said(heading, lead, [], url, _("See the answers"))

    cause = f"campaign:{campaign.pk}:closed"
    queue_all(written(managers(campaign.tenant), say, cause=cause, tenant=campaign.tenant, now=now))


def _tell(
    campaign: Campaign,
    letters: Sequence[CampaignLetter],
    step: str,
    mail: str,
    *,
    now: datetime,
    plan: str = "",
    starts: date | None = None,
) -> None:
    """Write to each customer's company-wide contacts; two queries for all of them."""
    tenant = campaign.tenant
    people = company_wide([letter.contract.customer_id for letter in letters], tenant)
    words = ChosenWords.of([mail])
    mails: list[OutboxMessage] = []
    for letter in letters:
        mails += lettered(
            people.get(letter.contract.customer_id, []),
            mail,
            partial(_values, campaign, letter, plan, starts),
            link=absolute_url(tenant, "portal:plan_letter", letter.pk),
            words=words,
            cause=f"campaign-letter:{letter.pk}:{step}",
            tenant=tenant,
            now=now,
        )
    queue_all(mails)


def _values(campaign: Campaign, letter: CampaignLetter, plan: str, starts: date | None) -> dict[str, Value]:
    values: dict[str, Value] = {
        "customer.name": letter.contract.customer.name,
        "message": plain(campaign.text),
        "deadline": full_day(campaign.deadline),
        "plan.name": plan,
        "starts": full_day(starts) if starts else "",
    }
    return values if plan else values | {"plan.default": letter.default_version.plan.name}
