"""The report put into words, as a letter on paper; in the active language. As the portal: no SLA, policy or breach."""

from collections.abc import Callable, Iterator

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accounts import formats
from documents.letter import Block, Entries, Entry, Figure, Figures, Letter, Table, Text
from reports.customer_report.figures import CustomerReport, Late, Solved, TicketCounts
from reports.customer_report.score import ENOUGH, satisfaction_blocks, score_figure
from sla.models import Metric, Severity
from tickets.selectors.quota_months import QuotaMonth
from tickets.selectors.quotas import Quota

NONE = "–"
CLOCKS = {
    Metric.START.value: gettext_lazy("Work started"),
    Metric.NEXT_REPLY.value: pgettext_lazy("promise", "Next answer"),
    Metric.RESOLUTION.value: pgettext_lazy("promise", "Solution"),
    Metric.CONTACT.value: pgettext_lazy("promise", "You were contacted"),
}


def report_letter(report: CustomerReport, *, ticket_url: Callable[[int], str]) -> Letter:
    """Give the report as a letter; `ticket_url` says where a ticket of this number is read."""
    tenant = report.customer.tenant
    title = report_title(report)
    return Letter(
        language=(get_language() or "en")[:2],
        title=title,
        sender=tenant.name,
        receiver=[report.customer.name],
        dated=formats.full_date(report.now, report.zone),
        reference=title,
        page=_("Page %(number)s of %(total)s"),
        blocks=list(_blocks(report, ticket_url)),
    )


def report_title(report: CustomerReport) -> str:
    """Give the title: Support in May 2026."""
    return _("Support in %(month)s") % {"month": formats.month_year(report.month)}


def _blocks(report: CustomerReport, ticket_url: Callable[[int], str]) -> Iterator[Block]:
    if not report.is_over:
        until = formats.weekday_time(report.now, report.zone)
        yield Text(_("The month is not over: these are the figures up to %(time)s.") % {"time": until}, is_lead=True)
    yield Figures(_figures(report))
    yield from _tickets(report)
    yield from _promises(report)
    yield from _quotas(report)
    yield from satisfaction_blocks(report)
    yield from _solved(report, ticket_url)


def _figures(report: CustomerReport) -> list[Figure]:
    counts, kept = report.all_tickets, report.all_promises
    still = _("at the end of the month") if report.is_over else _("right now")
    return [
        Figure(_("Tickets filed"), _number(counts.filed), _("%(count)s solved") % {"count": _number(counts.solved)}),
        Figure(pgettext("report", "Not solved yet"), _number(counts.open), still),
        Figure(
            _("Promises kept"),
            share_text(kept.share),
            _of(kept.met, kept.due) if kept.due else _("none fell due"),
        ),
        score_figure(report),
    ]


def _tickets(report: CustomerReport) -> Iterator[Block]:
    heading = _("Tickets")
    if report.all_tickets == TicketCounts():
        yield Text(_("No ticket was filed, solved or open in this month."), heading=heading)
        return
    still = _("Open at the end") if report.is_over else _("Open now")
    rows = [_counts(str(Severity(severity).label), counts) for severity, counts in report.tickets.items()]
    yield Table(
        heading,
        [_("Severity"), pgettext("tickets", "Filed"), pgettext("tickets", "Solved"), still],
        [*rows, _counts(_("All"), report.all_tickets)],
        numeric=True,
    )


def _counts(name: str, counts: TicketCounts) -> list[str]:
    return [name, _number(counts.filed), _number(counts.solved), _number(counts.open)]


def _promises(report: CustomerReport) -> Iterator[Block]:
    heading = _("What we promised")
    if not report.promises:
        yield Text(_("No promise fell due in this month."), heading=heading)
        return
    rows = []
    for (metric, severity), figures in report.promises.items():
        p90 = figures.p90 if figures.used.count >= ENOUGH else None
        rows.append(
            [
                _promise(metric, severity),
                _of(figures.met, figures.due),
                share_text(figures.share),
                _minutes(figures.median),
                _minutes(p90),
            ]
        )
    head = [_("Promise"), _("Kept"), _("Share"), _("Half within"), _("9 of 10 within")]
    yield Table(heading, head, rows, numeric=True)
    yield Text(_small_print(report))
    yield from _late(report)


def _small_print(report: CustomerReport) -> str:
    said = _("A promise counts in the month in which it falls due. Times are opening hours used.")
    if any(figures.used.count < ENOUGH for figures in report.promises.values()):
        few = _("With fewer than %(count)s of a kind, nine of ten says nothing and is left out.") % {"count": ENOUGH}
        return f"{said} {few}"
    return said


def _late(report: CustomerReport) -> Iterator[Block]:
    heading = _("Promises not kept")
    if not report.late:
        yield Text(_("Every promise was kept."), is_lead=True)
        return
    rows = [
        [f"{late.number} {late.subject}", _promise(late.metric, late.severity), _over(late)] for late in report.late
    ]
    yield Table(heading, [_("Ticket"), _("Promise"), _("Late by")], rows)
    yield from _more(report.late_count - len(report.late))


def _over(late: Late) -> str:
    text = formats.duration(late.over)
    return _("%(time)s so far") % {"time": text} if late.is_open else text


def _quotas(report: CustomerReport) -> Iterator[Block]:
    by_plan: dict[str, list[QuotaMonth]] = {}
    for use in report.quotas:
        by_plan.setdefault(use.plan, []).append(use)
    for plan, uses in by_plan.items():
        head = [_("Service"), _("In the month"), _("In %(year)s") % {"year": report.month.year}, _("A year holds")]
        rows = [[use.year.name, _used(use.month), _used(use.year), use.year.amount(use.year.allowed)] for use in uses]
        yield Table(_("Used of the plan %(plan)s") % {"plan": plan}, head, rows, numeric=True)


def _used(quota: Quota) -> str:
    text = quota.amount(quota.used)
    beyond = _("%(over)s beyond it") % {"over": quota.amount(quota.over)}
    return f"{text}, {beyond}" if quota.over else text


def _solved(report: CustomerReport, ticket_url: Callable[[int], str]) -> Iterator[Block]:
    heading = _("What was solved")
    if not report.solved:
        yield Text(_("Nothing was solved in this month."), heading=heading)
        return
    yield Entries(heading, [_entry(report, each, ticket_url(each.number)) for each in report.solved])
    yield from _more(report.all_tickets.solved - len(report.solved))


def _entry(report: CustomerReport, solved: Solved, url: str) -> Entry:
    days = {
        "severity": str(Severity(solved.severity).label),
        "opened": formats.short_date(solved.opened_at, report.now, report.zone),
        "solved": formats.short_date(solved.solved_at, report.now, report.zone),
    }
    facts = _("%(severity)s · filed %(opened)s · solved %(solved)s") % days
    return Entry(f"{solved.number} {solved.subject}", facts, solved.solution, url)


def _more(count: int) -> Iterator[Block]:
    """Say how many a list leaves out."""
    if count > 0:
        said = ngettext("And %(count)s more, in the portal.", "And %(count)s more, in the portal.", count)
        yield Text(said % {"count": _number(count)})


def share_text(share: float | None) -> str:
    """Give a share in whole per cent; what is not all of it is never called 100 %."""
    if share is None:
        return NONE
    return formats.percent(min(share, 0.999), 1) if 0.995 <= share < 1 else formats.percent(share)


def _promise(metric: str, severity: str) -> str:
    return f"{CLOCKS[metric]}, {str(Severity(severity).label).lower()}"


def _of(count: int, total: int) -> str:
    return _("%(count)s of %(total)s") % {"count": _number(count), "total": _number(total)}


def _number(count: int) -> str:
    return formats.decimal(count, 0)


def _minutes(minutes: int | None) -> str:
    return NONE if minutes is None else formats.duration(minutes * 60)
