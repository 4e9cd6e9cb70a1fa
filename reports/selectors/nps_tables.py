"""The satisfaction page as files."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.months import add_months, months_between
from accounts.tables import Cell, Column, Kind, Table
from reports.selectors.nps_asked import comments, funnel, scores
from reports.selectors.nps_calls import Call, open_calls
from reports.selectors.nps_charts import shown_months
from reports.selectors.nps_months import NpsMonths
from reports.selectors.nps_page import MONTHS, reason_text
from sla.hours import support_calendar
from surveys.models import Answer
from surveys.selectors import MonthFigures

Maker = Callable[[date, NpsMonths, datetime, tzinfo], Table]


def figure_heads() -> list[str | Column]:
    """Give the heads of figure_cells."""
    return [
        pgettext("survey", "Sent"),
        _("Answers"),
        _("Promoters"),
        _("Passives"),
        _("Detractors"),
        "NPS",
        _("Interval from"),
        _("Interval to"),
        Column(_("Response rate, per cent"), Kind.SHARE),
    ]


def figures_table(name: str, figures: list[MonthFigures]) -> Table:
    """Give months, or the twelve that end with each, as a file."""
    return Table(name, [_("Month"), *figure_heads()], (_row(each) for each in figures))


def _row(each: MonthFigures) -> list[Cell]:
    return [f"{each.month:%Y-%m}", *figure_cells(each)]


def figure_cells(each: MonthFigures) -> list[Cell]:
    """Give counts, score, interval and response rate for a file."""
    counted = each.tally
    return [
        each.sent,
        each.answers,
        counted.promoters,
        counted.passives,
        counted.detractors,
        None if each.score is None else round(each.score, 1),
        round(each.interval.low, 1) if each.answers else None,
        round(each.interval.high, 1) if each.answers else None,
        each.response_rate,
    ]


def _shown(month: date, months: NpsMonths) -> list[date]:
    return months_between(max(add_months(month, 1 - MONTHS), months.months[0]), month)


def months_table(month: date, months: NpsMonths, _now: datetime, _zone: tzinfo) -> Table:
    """Give twelve months, one by one."""
    return figures_table(f"nps-{month:%Y-%m}", shown_months(months, _shown(month, months))[0])


def rolling_table(month: date, months: NpsMonths, _now: datetime, _zone: tzinfo) -> Table:
    """Give the twelve months that end with each month."""
    return figures_table(f"nps-twelve-months-{month:%Y-%m}", shown_months(months, _shown(month, months))[1])


def scores_table(month: date, _months: NpsMonths, _now: datetime, zone: tzinfo) -> Table:
    """Give the month's answers by score."""
    return Table(f"nps-scores-{month:%Y-%m}", [_("Score"), _("Answers")], enumerate(scores(month, zone).counts))


def funnel_table(month: date, _months: NpsMonths, _now: datetime, zone: tzinfo) -> Table:
    """Give the steps from solved tickets to answers, and why surveys were not sent."""
    found = funnel(month, zone)
    rows: list[list[Cell]] = [
        [pgettext("tickets", "Solved"), found.solved],
        [_("Could be asked"), found.eligible],
        [pgettext("survey", "Sent"), found.sent],
        [_("Answered"), found.answered],
        [_("Still to be sent"), found.planned],
    ]
    rows += [[_("Not sent: %(reason)s") % {"reason": reason_text(key)}, count] for key, count in found.reasons.items()]
    return Table(f"nps-asked-{month:%Y-%m}", [_("Step"), _("Count")], rows)


def comments_table(month: date, _months: NpsMonths, _now: datetime, zone: tzinfo) -> Table:
    """Give everything that was written in answer to the month's surveys."""
    head: list[str | Column] = [
        Column(_("Answered at"), Kind.INSTANT),
        _("Score"),
        _("Main reason"),
        _("What to do better"),
        _("Contact"),
        _("Customer"),
        _("Ticket"),
    ]
    rows = (_comment(answer) for answer in comments(month, zone))
    return Table(f"nps-comments-{month:%Y-%m}", head, rows, zone)


def _comment(answer: Answer) -> list[Cell]:
    invitation = answer.invitation
    return [
        answer.answered_at,
        answer.score,
        answer.reason,
        answer.improvement,
        invitation.contact.name if invitation.contact else "",
        invitation.ticket.customer.name,
        invitation.ticket.number,
    ]


def calls_table(_month: date, _months: NpsMonths, now: datetime, zone: tzinfo) -> Table:
    """Give the calls still to be made."""
    head: list[str | Column] = [
        Column(_("Call by"), Kind.INSTANT),
        _("Clock"),
        _("Customer"),
        _("Contact"),
        _("Score"),
        _("Ticket"),
        _("Owner"),
    ]
    calls = open_calls(calendar=support_calendar(), now=now, zone=zone)
    rows = (_call(call) for call in calls)
    return Table("nps-follow-ups", head, rows, zone)


def _call(call: Call) -> list[Cell]:
    return [
        call.task.due_at,
        call.clock.word,
        call.customer,
        call.contact,
        call.task.answer.score,
        call.task.answer.invitation.ticket.number,
        call.task.owner.user.name if call.task.owner else "",
    ]


MAKERS: dict[str, Maker] = {
    "months": months_table,
    "rolling": rolling_table,
    "scores": scores_table,
    "asked": funnel_table,
    "comments": comments_table,
    "follow-ups": calls_table,
}
