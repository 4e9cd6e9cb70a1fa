"""Changes of plan and campaigns in words, as the desk lists them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts import formats
from accounts.formats import full_day
from contracts.addendum import from_words
from contracts.models import Campaign, CampaignLetter, PlanChange, PlanVersion
from contracts.selectors.campaigns import letters
from contracts.selectors.plan_changes import changes
from contracts.selectors.service_words import NONE

PAGE = 50


@dataclass(frozen=True)
class ChangeLine:
    """One change of plan; `said` is its state as one sentence."""

    change: PlanChange
    customer: str
    before: str
    after: str
    status: str
    asked_on: str
    asked_by: str
    received: str
    starts: str
    said: str


@dataclass(frozen=True)
class CampaignLine:
    """One campaign with its counts."""

    campaign: Campaign
    status: str
    deadline: str
    total: int
    chosen: int


@dataclass(frozen=True)
class LetterLine:
    """One customer of a campaign; `answer` is what they chose, or that they have not; `starts` from when it counts.

    `is_read`: somebody there sees the whole company, and gets the letter.
    """

    letter: CampaignLetter
    customer: str
    before: str
    default: str
    answer: str
    has_answered: bool
    starts: str
    reminded: str
    is_read: bool


def change_lines(*, shows_all: bool, page: str) -> tuple[list[ChangeLine], int]:
    """Give a page of changes, those that are open or all, and the number of the next page (0: none)."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0
    found = changes() if shows_all else changes().filter(status__in=PlanChange.OPEN)
    rows = list(found[number * PAGE : (number + 1) * PAGE + 1])
    return [change_line(change) for change in rows[:PAGE]], number + 1 if len(rows) > PAGE else 0


def change_line(change: PlanChange) -> ChangeLine:
    """Describe one change."""
    zone = ZoneInfo(change.contract.tenant.zone)
    starts = full_day(change.effective_on) if change.effective_on else NONE
    values = {"plan": change.to_version.plan.name, "day": starts}
    decided = change.status in (PlanChange.Status.SCHEDULED, PlanChange.Status.IN_EFFECT)
    return ChangeLine(
        change=change,
        customer=change.contract.customer.name,
        before=change.from_version.plan.name,
        after=change.to_version.plan.name,
        status=change.get_status_display(),
        asked_on=formats.full_date(change.requested_at, zone),
        asked_by=change.requested_by.user.name if change.requested_by else _("a campaign"),
        received=full_day(change.received_on) if change.received_on else NONE,
        starts=starts,
        said=_("%(plan)s from %(day)s") % values if decided else change.get_status_display(),
    )


def campaign_lines() -> list[CampaignLine]:
    """Give the tenant's campaigns, the newest first."""
    chosen = Count("letters", filter=Q(letters__chosen_version__isnull=False))
    found = Campaign.objects.annotate(total=Count("letters"), chosen=chosen)
    return [CampaignLine(one, one.get_status_display(), full_day(one.deadline), one.total, one.chosen) for one in found]


def letter_lines(campaign: Campaign) -> list[LetterLine]:
    """Give a campaign's customers by name. One query."""
    return [_letter_line(letter, campaign) for letter in letters(campaign)]


def tally(lines: Sequence[LetterLine], campaign: Campaign) -> list[str]:
    """Say how many have chosen which plan, and how many none; after the deadline those got the default."""
    chosen = Counter(line.answer for line in lines if line.has_answered)
    waiting = sum(not line.has_answered for line in lines)
    if campaign.status == Campaign.Status.CLOSED:
        words = ngettext("%(count)d got the default", "%(count)d got the default", waiting)
    else:
        words = ngettext("%(count)d has not answered", "%(count)d have not answered", waiting)
    return [f"{plan}: {count}" for plan, count in sorted(chosen.items())] + [words % {"count": waiting}]


def _letter_line(letter: CampaignLetter, campaign: Campaign) -> LetterLine:
    version: PlanVersion = letter.chosen_version or letter.default_version
    if letter.settled_at and letter.change is None:
        starts = pgettext("campaign", "no change")
    else:
        starts = from_words(letter, version)
    waiting = pgettext("campaign", "the default") if campaign.status == Campaign.Status.CLOSED else _("no answer yet")
    reminded = formats.full_date(letter.reminded_at, ZoneInfo(campaign.tenant.zone)) if letter.reminded_at else NONE
    return LetterLine(
        letter=letter,
        customer=letter.contract.customer.name,
        before=letter.from_version.plan.name,
        default=letter.default_version.plan.name,
        answer=letter.chosen_version.plan.name if letter.chosen_version else waiting,
        has_answered=letter.chosen_version is not None,
        starts=starts,
        reminded=reminded,
        is_read=getattr(letter, "is_read", True),
    )
