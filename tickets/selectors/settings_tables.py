"""Teams, tags, macros, policies and a calendar's days as tables for files: what their pages list."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.tables import Table
from accounts.tables.names import named
from accounts.tables.of_rows import day, table_of, yes_no
from sla.models import Calendar
from sla.year import Year
from tickets.models import Tag, Team, TeamMember
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
