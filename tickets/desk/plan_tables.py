"""Plans, their changes, campaigns and whom one asks, as tables for files: what their pages list, all of it."""

from datetime import date, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import AT_ONCE, day, instant, table_of, yes_no
from contracts.models import Campaign, PlanChange
from contracts.selectors.plan_changes import changes
from contracts.selectors.plan_pages import plan_lines
from tickets.desk.plan_rows import campaign_lines, change_line, letter_lines


def changes_table(zone: tzinfo, *, shows_all: bool, today: date) -> Table:
    """Give the changes that are open, or all, the newest first."""
    found = changes() if shows_all else changes().filter(status__in=PlanChange.OPEN)
    return table_of(
        named(_("Changes of plan"), today),
        map(change_line, found.iterator(AT_ONCE)),
        (_("Customer"), lambda line: line.customer),
        (pgettext("plan", "From"), lambda line: line.before),
        (pgettext("plan", "To"), lambda line: line.after),
        (_("Status"), lambda line: line.status),
        (instant(_("Asked for")), lambda line: line.change.requested_at),
        (_("Who"), lambda line: line.asked_by),
        (day(_("Received on")), lambda line: line.change.received_on),
        (day(_("Counts from")), lambda line: line.change.effective_on),
        (_("Reason"), lambda line: line.change.reason),
        zone=zone,
    )


def letters_table(campaign: Campaign) -> Table:
    """Give the customers of a campaign with what they chose."""
    return table_of(
        named(campaign.name),
        letter_lines(campaign),
        (_("Customer"), lambda line: line.customer),
        (_("Has now"), lambda line: line.before),
        (_("Without an answer"), lambda line: line.default),
        (pgettext("campaign", "Answer"), lambda line: line.answer),
        (_("Counts from"), lambda line: line.starts),
    )


def campaigns_table() -> Table:
    """Give the campaigns with how many have chosen, the newest first."""
    return table_of(
        _("Campaigns"),
        campaign_lines(),
        (_("Name"), lambda line: line.campaign.name),
        (_("Status"), lambda line: line.status),
        (day(_("To be answered by")), lambda line: line.campaign.deadline),
        (pgettext("campaign", "Asked"), lambda line: line.total),
        (_("Have chosen"), lambda line: line.chosen),
    )


def plans_table() -> Table:
    """Give the plans with how many contracts are under each, the smallest first."""
    return table_of(
        _("Plans"),
        plan_lines(),
        (_("Name"), lambda line: line.plan.name),
        (_("Can be bought"), lambda line: yes_no(line.plan.is_offered)),
        (_("Version"), lambda line: line.number),
        (_("Services"), lambda line: line.services),
        (_("Contracts"), lambda line: line.contracts),
        (_("On an earlier version"), lambda line: line.old),
    )
