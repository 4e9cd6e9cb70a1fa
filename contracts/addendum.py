"""The letters on paper about a plan: the addendum to sign, and a campaign's letter. In the active language."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.formats import full_day
from contracts.effective_dates import Move, effective_on, received_day, terms_from
from contracts.models import CampaignLetter, Contract, PlanChange, PlanVersion
from contracts.plan_comparison import Effect, ServiceLine, compare, compare_all
from contracts.plan_prices import price_rows
from documents.letter import Block, Letter, Signatures, Table, Text


def addendum(change: PlanChange) -> Letter:
    """Give the addendum of a change: both plans, from when it counts, two signatures. One query."""
    contract, before, after = change.contract, change.from_version, change.to_version
    names = {"customer": contract.customer.name, "before": before.plan.name, "after": after.plan.name}
    sent_on = received_day(change.requested_at, ZoneInfo(contract.tenant.zone))
    move = Move(before.plan.rank, after.plan.rank, change.notice_months)
    terms = [[full_day(term.sign_by), full_day(term.effective_on)] for term in terms_from(move, sent_on, 3)]
    stays = _("Everything else in the contract that began on %(day)s stays as it is.")
    blocks: list[Block] = [
        Text(_("%(customer)s changes from %(before)s to %(after)s.") % names, is_lead=True),
        Table(_("From when it counts"), [_("Received by us by"), _("Counts from")], terms),
        *_services(before, after, compare(before, after)),
        *_prices(change),
        Text(stays % {"day": full_day(contract.starts_on)}),
        Signatures(
            _("Signatures"),
            [contract.tenant.name, contract.customer.name],
            [_("Place and date"), pgettext("on paper", "Signature"), _("Name in capitals")],
        ),
    ]
    return _letter(contract, _("Addendum to the contract: %(after)s") % names, sent_on, blocks)


def campaign_letter(letter: CampaignLetter, offered: Sequence[PlanVersion]) -> Letter:
    """Give a campaign's letter: its text, the choices with their services, the plan that applies without an answer."""
    campaign, contract = letter.campaign, letter.contract
    sent_on = received_day(campaign.sent_at or campaign.created_at, ZoneInfo(contract.tenant.zone))
    named = {"plan": letter.default_version.plan.name, "day": full_day(campaign.deadline)}
    default = _("Choose by %(day)s. If you choose nothing, %(plan)s applies.") % named
    before = letter.from_version
    lines = compare_all(before, offered)
    dates = [[version.plan.name, from_words(letter, version)] for version in offered]
    blocks: list[Block] = [
        *(Text(part) for part in campaign.text.split("\n\n") if part.strip()),
        Text(default, is_lead=True),
        Text(_("You choose in the portal, and may choose again until then. Your answer there needs no signature.")),
        Table(_("Your choices"), [_("Plan"), _("Counts from")], dates),
        *(part for one in offered if one.pk != before.pk for part in _services(before, one, lines[one.pk])),
    ]
    return _letter(contract, campaign.name, sent_on, blocks)


def from_words(letter: CampaignLetter, version: PlanVersion) -> str:
    """Say from when a version counts if it is chosen: the deadline is the day of receipt. The present one goes on."""
    if version.pk == letter.from_version_id:
        return _("as now")
    move = Move(letter.from_version.plan.rank, version.plan.rank, letter.contract.notice_months)
    return full_day(effective_on(move, letter.campaign.deadline))


def written_at(change: PlanChange | CampaignLetter) -> datetime:
    """Give the instant that the letter's file is dated with: the same letter is the same file."""
    if isinstance(change, PlanChange):
        return change.requested_at
    return change.campaign.sent_at or change.campaign.created_at


def _services(before: PlanVersion, after: PlanVersion, lines: Sequence[ServiceLine]) -> Iterator[Block]:
    """Tell what changes; what stays is one sentence."""
    was, now = before.plan.name, after.plan.name
    if was == now:
        was = _("%(plan)s until now") % {"plan": was}
    rows = [[line.name, line.before, line.after, line.word] for line in lines if line.effect != Effect.SAME]
    heading = _("What changes from %(before)s to %(after)s") % {"before": was, "after": now}
    if rows:
        yield Table(heading, [_("Service"), was, now, pgettext("service", "Change")], rows)
    stays = "; ".join(line.name for line in lines if line.effect == Effect.SAME)
    if stays:
        yield Text(_("As now: %(services)s.") % {"services": stays})


def _prices(change: PlanChange) -> Iterator[Block]:
    """Tell both plans' prices as they were when it was asked for."""
    if change.prices:
        heading = _("Price a month in %(currency)s") % {"currency": change.prices["currency"]}
        head = [_("Price"), change.from_version.plan.name, change.to_version.plan.name]
        yield Table(heading, head, price_rows(change.prices))


def _letter(contract: Contract, title: str, day: date, blocks: Sequence[Block]) -> Letter:
    return Letter(
        language=(get_language() or "en")[:2],
        title=title,
        sender=contract.tenant.name,
        receiver=[contract.customer.name],
        dated=full_day(day),
        reference=title,
        page=_("Page %(number)s of %(total)s"),
        blocks=blocks,
    )
