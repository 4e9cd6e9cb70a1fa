"""Settings that are lists of many, as tables for files: what their pages list."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import day, instant, table_of, yes_no
from sla.models import Calendar
from sla.year import Year
from tickets.models import Tag, Team, TeamMember
from tickets.selectors.billing_pages import MonthLine
from tickets.selectors.macros import macro_rows
from tickets.selectors.policies import policy_lines


def teams_table(found: QuerySet[Team]) -> Table:
    """Give each team's members, a row for each; a team without any has one."""
    return table_of(
        _("Teams"),
        (row for team in found for row in _members(team)),
        (_("Team"), lambda row: row[0].name),
        (_("Name"), lambda row: row[1].membership.user.name if row[1] else ""),
        (_("E-mail address"), lambda row: row[1].membership.user.email if row[1] else ""),
    )


def _members(team: Team) -> list[tuple[Team, TeamMember | None]]:
    return [(team, member) for member in team.members.all()] or [(team, None)]


def tags_table(found: QuerySet[Tag]) -> Table:
    """Give tags, each with `tickets`, how many have it."""
    return table_of(
        _("Tags"),
        found,
        (_("Tag"), lambda tag: tag.name),
        (_("Tickets"), lambda tag: tag.tickets),  # type: ignore[attr-defined]
    )


def macros_table(member: Membership) -> Table:
    """Give the macros that a member may use, their texts whole."""
    return table_of(
        _("Macros"),
        macro_rows(member),
        (_("Name"), lambda macro: macro.name),
        (_("Text"), lambda macro: macro.text),
        (_("After sending"), lambda macro: ", ".join(macro.changes)),
        (_("Who may use it"), lambda macro: macro.whose),
    )


def policies_table() -> Table:
    """Give the policies by name."""
    return table_of(
        _("Policies"),
        policy_lines(),
        (_("Name"), lambda line: line.policy.name),
        (_("Calendar"), lambda line: line.calendar),
        (_("Version"), lambda line: line.number),
        (_("Open tickets"), lambda line: line.tickets),
        (_("The usual one"), lambda line: yes_no(line.policy.is_default)),
    )


def days_table(calendar: Calendar, year: Year) -> Table:
    """Give the days of a year that differ from the week: holidays, short days, exceptions."""
    return table_of(
        named(calendar.name, f"{year.year}"),
        (found for _month, days in year.months for found in days),
        (day(_("Day")), lambda found: found.date),
        (_("Why"), lambda found: found.why),
        (_("Hours"), lambda found: found.hours),
    )


def months_table(lines: list[MonthLine]) -> Table:
    """Give the months of the billing, a row for each currency; an open month has no sum yet."""
    return table_of(
        _("Billing"),
        ((line, *total) for line in lines for total in _totals(line)),
        (_("Month"), lambda row: f"{row[0].month:%Y-%m}"),
        (_("State"), lambda row: _state(row[0])),
        (instant(_("When")), lambda row: row[0].decided_at),
        (_("Who"), lambda row: row[0].decided_by),
        (_("Total"), lambda row: row[2]),
        (_("Currency"), lambda row: row[1]),
    )


def _totals(line: MonthLine) -> list[tuple[str, Decimal | None]]:
    kept = line.closing.totals if line.closing and line.is_closed else {}
    return [(currency, Decimal(amount)) for currency, amount in kept.items()] or [("", None)]


def _state(line: MonthLine) -> str:
    if line.closing:
        return pgettext("month", "Closed") if line.is_closed else pgettext("month", "Opened again")
    return pgettext("month", "Open") if line.is_over else pgettext("month", "Not over yet")
