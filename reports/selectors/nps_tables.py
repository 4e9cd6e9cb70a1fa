"""The page of satisfaction as files, and the lists behind its figures."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from accounts.tables import Cell, Column, Kind, Table
from accounts.tables.names import named, of_months
from reports.forms_nps import NpsForm
from reports.selectors.nps_counted import PARTS, Counted, figures_of
from reports.selectors.nps_figures import open_calls_of
from reports.selectors.nps_lists import (
    ANSWERED,
    ELIGIBLE,
    SENT,
    SOLVED,
    WHICH,
    answer_to,
    not_asked,
    outcome,
    surveys_behind,
)
from reports.selectors.nps_words import change_text, is_comparable, part_verdict
from surveys.models import Invitation
from surveys.nps import difference, without
from surveys.selectors import MonthFigures
from surveys.selectors.calls import Call

AT_ONCE = 2000


def months_table(found: Counted, form: NpsForm, _by: str) -> Table:
    """Give the months of the page, one by one."""
    return _months(_name(form), found.months)


def rolling_table(found: Counted, form: NpsForm, _by: str) -> Table:
    """Give the twelve months that end with each."""
    return _months(_name(form, _("Twelve months")), found.rolling)


def scores_table(found: Counted, form: NpsForm, _by: str) -> Table:
    """Give the period's answers by score."""
    return Table(_name(form, _("Score")), [_("Score"), _("Answers")], enumerate(found.now.scores))


def funnel_table(found: Counted, form: NpsForm, _by: str) -> Table:
    """Give the steps from solved tickets to answers, and why surveys were not sent."""
    now, reasons = found.now, not_asked(found.now)
    counts = {SOLVED: now.resolved, ELIGIBLE: now.eligible, SENT: now.sent, ANSWERED: now.answered}
    planned = {key: count for key, count in reasons.items() if key not in Invitation.Reason.values}
    rows: list[list[Cell]] = [[str(WHICH[key][0]), count] for key, count in (counts | planned).items()]
    rows += [
        [_("Not sent: %(reason)s") % {"reason": WHICH[key][0]}, count]
        for key, count in reasons.items()
        if key not in planned
    ]
    return Table(_name(form, _("From solved ticket to answer")), [_("Step"), _("Count")], rows)


def parts_table(found: Counted, form: NpsForm, by: str) -> Table:
    """Give every part with its counts; its score and interval as well where the page says that they are too few."""
    whole, past = figures_of(found.period.last, found.now).tally, found.period.before.last
    head: list[str | Column] = [
        str(PARTS[by]),
        *_heads(),
        _("Answers before"),
        _("NPS before"),
        _("Change in points"),
        _("Change from"),
        _("Change to"),
        pgettext("score", "Change"),
        _("Beside the others"),
    ]
    rows: Iterable[list[Cell]] = (
        [part.name, *_cells(now), *_changed(figures_of(past, part.before), now), part_verdict(now.tally, others)]
        for part in found.parts.shown
        for now in [figures_of(found.period.last, part.now)]
        for others in [without(whole, now.tally)]
    )
    return Table(_name(form, PARTS[by]), head, rows)


MAKERS: dict[str, Callable[[Counted, NpsForm, str], Table]] = {
    "months": months_table,
    "rolling": rolling_table,
    "scores": scores_table,
    "asked": funnel_table,
    "parts": parts_table,
}


def surveys_table(form: NpsForm, which: str, member: Membership, *, names: bool) -> Table:
    """Give the surveys behind a figure; without `names` no assignee but the member."""
    head: list[str | Column] = [
        Column(_("Survey"), Kind.INSTANT),
        Column(_("Answered at"), Kind.INSTANT),
        _("Score"),
        _("Main reason"),
        _("What to do better"),
        _("Outcome"),
        _("Contact"),
        _("Customer"),
        _("Ticket"),
        _("Subject"),
        _("Team"),
        _("Assignee"),
    ]
    found = surveys_behind(form, which).iterator(chunk_size=AT_ONCE)
    rows = (_survey(each, member, names=names) for each in found)
    return Table(_name(form, WHICH[which][0]), head, rows, form.period.zone)


def calls_table(form: NpsForm, *, now: datetime) -> Table:
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
    calls = open_calls_of(form, now)
    return Table(named("NPS", _("Follow-ups")), head, (_call(call) for call in calls), form.period.zone)


def _name(form: NpsForm, *words: object) -> str:
    return of_months("NPS", *words, first=form.period.first, last=form.period.last)


def _months(name: str, figures: Iterable[MonthFigures]) -> Table:
    return Table(name, [_("Month"), *_heads()], ([f"{each.month:%Y-%m}", *_cells(each)] for each in figures))


def _heads() -> list[str | Column]:
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


def _cells(each: MonthFigures) -> list[Cell]:
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


def _changed(before: MonthFigures, now: MonthFigures) -> list[Cell]:
    """Give what was before, and the change with the interval of the difference, where two scores are compared."""
    past: list[Cell] = [before.answers, None if before.score is None else round(before.score, 1)]
    if before.score is None or now.score is None or not is_comparable(before.tally, now.tally):
        return [*past, None, None, None, change_text(before.tally, now.tally)]
    change = difference(before.tally, now.tally)
    numbers = (now.score - before.score, change.low, change.high)
    return [*past, *(round(number, 1) for number in numbers), change_text(before.tally, now.tally)]


def _survey(survey: Invitation, member: Membership, *, names: bool) -> list[Cell]:
    ticket, answer = survey.ticket, answer_to(survey)
    assignee = ticket.assignee if names or ticket.assignee == member else None
    return [
        survey.sent_at or survey.send_at,
        answer.answered_at if answer else None,
        answer.score if answer else None,
        answer.reason if answer else "",
        answer.improvement if answer else "",
        "" if answer else outcome(survey),
        survey.contact.name if survey.contact else "",
        ticket.customer.name,
        ticket.number,
        ticket.subject,
        ticket.team.name if ticket.team else "",
        assignee.user.name if assignee else "",
    ]


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
