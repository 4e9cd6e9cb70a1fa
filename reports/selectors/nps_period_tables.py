"""The page of a period's satisfaction as files, with every row."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table
from reports.forms_nps import NpsForm
from reports.raw.surveys import answers_behind
from reports.selectors.nps_period import NpsPeriod, figures_of
from reports.selectors.nps_period_page import KINDS, part_rows
from reports.selectors.nps_tables import figure_cells, figure_heads, figures_table
from surveys.models import Answer
from surveys.selectors.visible import sees_names

Maker = Callable[[NpsPeriod, str], Table]


def months_table(found: NpsPeriod, span: str) -> Table:
    """Give the months of the page, one by one."""
    return figures_table(f"nps-{span}", found.months)


def rolling_table(found: NpsPeriod, span: str) -> Table:
    """Give the twelve months that end with each."""
    return figures_table(f"nps-twelve-months-{span}", found.rolling)


def scores_table(found: NpsPeriod, span: str) -> Table:
    """Give the period's answers by score."""
    return Table(f"nps-scores-{span}", [_("Score"), _("Answers")], enumerate(found.now.scores))


def funnel_table(found: NpsPeriod, span: str) -> Table:
    """Give the steps from solved tickets to answers."""
    rows: list[list[Cell]] = [
        [pgettext("tickets", "Solved"), found.now.resolved],
        [_("Could be asked"), found.now.eligible],
        [pgettext("survey", "Sent"), found.now.sent],
        [_("Answered"), found.now.answered],
    ]
    return Table(f"nps-asked-{span}", [_("Step"), _("Count")], rows)


def parts_table(found: NpsPeriod, span: str) -> Table:
    """Give every part with its counts; its score and interval as well where the page says that they are too few."""
    names = {kind: str(head) for kind, _title, head in KINDS}
    rows = (
        [names[kind], name, *figure_cells(figures_of(found.period.last, figures))]
        for kind, _key, name, figures in part_rows(found)
    )
    return Table(f"nps-parts-{span}", [_("Broken down by"), _("Name"), *figure_heads()], rows)


def answers_table(form: NpsForm, group: str, scores: tuple[int, int], member: Membership) -> Table:
    """Give the answers behind a figure; colleagues are named to those who may see it."""
    head: list[str | Column] = [
        Column(_("Answered at"), Kind.INSTANT),
        _("Score"),
        _("Main reason"),
        _("What to do better"),
        _("Contact"),
        _("Customer"),
        _("Ticket"),
        _("Team"),
        _("Assignee"),
    ]
    found = answers_behind(form.period, form.filters, member).filter(score__range=scores)
    rows = (_answer(each, member, names=sees_names(member)) for each in found.iterator())
    return Table("-".join(filter(None, ["nps-answers", group, span_of(form)])), head, rows, form.period.zone)


def span_of(form: NpsForm) -> str:
    """Give the period for a file's name."""
    return f"{form.period.first:%Y-%m}-{form.period.last:%Y-%m}"


def _answer(answer: Answer, member: Membership, *, names: bool) -> list[Cell]:
    contact, ticket = answer.invitation.contact, answer.invitation.ticket
    assignee = ticket.assignee if names or ticket.assignee == member else None
    return [
        answer.answered_at,
        answer.score,
        answer.reason,
        answer.improvement,
        contact.name if contact else "",
        ticket.customer.name,
        ticket.number,
        ticket.team.name if ticket.team else "",
        assignee.user.name if assignee else "",
    ]


MAKERS: dict[str, Maker] = {
    "months": months_table,
    "rolling": rolling_table,
    "scores": scores_table,
    "asked": funnel_table,
    "parts": parts_table,
}
