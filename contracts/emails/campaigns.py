"""Mails of a campaign: the letter, the reminder, the answer, what it came to."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.formats import full_day
from accounts.links import absolute_url
from contracts.emails.sides import Said, company_wide, managers, written
from contracts.models import Campaign, CampaignLetter
from outbox.services import queue_all


def send_letters(campaign: Campaign, letters: Sequence[CampaignLetter], *, now: datetime) -> None:
    """Ask every customer's company-wide contacts: until when, and what applies without an answer."""

    def say(letter: CampaignLetter) -> Said:
        heading = _("Choose your plan by %(day)s") % {"day": full_day(campaign.deadline)}
        return _said(campaign, letter, heading, f"{campaign.text}\n\n{_default_words(letter)}")

    _tell(campaign, letters, "letter", say, now=now)


def remind_of_letters(campaign: Campaign, letters: Sequence[CampaignLetter], *, now: datetime) -> None:
    """Remind those who have not answered, once."""

    def say(letter: CampaignLetter) -> Said:
        heading = _("You have not chosen your plan: by %(day)s") % {"day": full_day(campaign.deadline)}
        return _said(campaign, letter, heading, _default_words(letter))

    _tell(campaign, letters, "reminder", say, now=now)


def tell_chosen(letter: CampaignLetter, campaign: Campaign, *, now: datetime) -> None:
    """Confirm an answer, which may still be changed."""

    def say(letter: CampaignLetter) -> Said:
        plan = letter.chosen_version.plan.name if letter.chosen_version else ""
        heading = _("You have chosen %(plan)s") % {"plan": plan}
        return _said(
            campaign, letter, heading, _("You may change it until %(day)s.") % {"day": full_day(campaign.deadline)}
        )

    _tell(campaign, [letter], f"chosen:{letter.chosen_at}", say, now=now)


def tell_settled(letter: CampaignLetter, *, now: datetime) -> None:
    """Say which plan follows from the answer, or from there being none, and from when."""
    change = letter.change
    if change is None or change.effective_on is None:
        raise ValueError("nothing was settled")
    values = {"plan": change.to_version.plan.name}
    starts = change.effective_on

    def say(letter: CampaignLetter) -> Said:
        heading = _("%(plan)s from %(day)s") % {**values, "day": full_day(starts)}
        if letter.chosen_version_id:
            lead = _("You have chosen %(plan)s.") % values
        else:
            lead = _("You have not chosen a plan by the day given. %(plan)s applies, as our letter says.") % values
        return _said(letter.campaign, letter, heading, lead)

    _tell(letter.campaign, [letter], "settled", say, now=now)


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
    say: Callable[[CampaignLetter], Said],
    *,
    now: datetime,
) -> None:
    tenant = campaign.tenant
    people = company_wide([letter.contract.customer_id for letter in letters], tenant)
    mails = []
    for letter in letters:
        receivers = people.get(letter.contract.customer_id, [])
        cause = f"campaign-letter:{letter.pk}:{step}"
        mails += written(receivers, lambda letter=letter: say(letter), cause=cause, tenant=tenant, now=now)  # type: ignore[misc]
    queue_all(mails)


def _said(campaign: Campaign, letter: CampaignLetter, heading: str, lead: str) -> Said:
    url = absolute_url(campaign.tenant, "portal:plan_letter", letter.pk)
    return Said(heading, lead, [(_("Customer"), letter.contract.customer.name)], url, _("See the letter"))


def _default_words(letter: CampaignLetter) -> str:
    return _("If you choose nothing, %(plan)s applies.") % {"plan": letter.default_version.plan.name}
