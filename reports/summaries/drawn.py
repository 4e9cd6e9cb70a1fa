"""A summary in words, in the active language: the page and the mail show the same."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import formats
from reports.figures import ClockFigures
from reports.parts import Figure
from reports.selectors.nps_words import answers_text, range_text, score_text
from reports.selectors.sla_flow import age_names, old_text
from reports.selectors.sla_states import GOAL
from reports.selectors.sla_texts import minutes_text, share_text
from reports.summaries import words
from reports.summaries.spans import Kind, Span
from reports.summaries.summary import Promises, Summary
from reports.words import first_up
from surveys.nps import Tally, interval
from tickets.selectors.queue_filters import QueueFilter

# Gives the address of a page: its name and arguments.
Link = Callable[..., str]


@dataclass(frozen=True)
class Part:
    """A table under its heading, with what is said of it and where more of it stands."""

    id: str
    heading: str
    said: str
    head: list[str]
    rows: list[list[str]]
    url: str
    link: str

    @property
    def lines(self) -> list[str]:
        """Give each row as a line, its cells named by the head."""
        named = ([f"{name} {cell}" for name, cell in zip(self.head[1:], row[1:], strict=True)] for row in self.rows)
        return [f"{row[0]}: {', '.join(cells)}" for row, cells in zip(self.rows, named, strict=True)]


@dataclass(frozen=True)
class LateTicket:
    """A ticket that was late: by how much, and with what."""

    number: int
    subject: str
    customer: str
    late: str
    url: str


@dataclass(frozen=True)
class Drawn:
    """Everything is formatted. Four figures on tickets, on deadlines and on satisfaction, with what belongs to them."""

    title: str
    days: str
    tickets: list[Figure]
    deadlines: list[Figure]
    satisfaction: list[Figure]
    promises: list[Part]
    ages: Part
    worst: list[LateTicket]
    verdict: str
    sla_url: str
    nps_url: str


def draw(summary: Summary, link: Link) -> Drawn:
    """Say it; `link` gives the addresses, those of a page or those of a mail."""
    span, month = summary.span, f"{summary.span.last:%Y-%m}"

    def filtered(name: str, **values: str) -> str:
        first = f"{span.first:%Y-%m}"
        return f"{link(name)}?{urlencode({'since': first, 'until': month, **values})}"

    def behind(what: str) -> str:
        week = {} if span.kind is Kind.MONTH else {"week": span.key}
        return filtered("dashboards:sla_tickets", what=what, **week)

    return Drawn(
        title=words.title_of(span),
        days=words.days_of(span),
        tickets=_tickets(summary, behind),
        deadlines=_deadlines(summary, link),
        satisfaction=_satisfaction(summary, link),
        promises=[
            _promises(each, span.step(-1), filtered("dashboards:sla", clock=each.metric.value))
            for each in summary.promises
        ],
        ages=_ages(summary, link),
        worst=[
            LateTicket(
                number=each.ticket.number,
                subject=each.ticket.subject,
                customer=each.ticket.customer.name,
                late=_("%(clock)s: %(time)s over") % {"clock": each.metric.label, "time": formats.duration(each.over)},
                url=link("desk:ticket", each.ticket.number),
            )
            for each in summary.worst
        ],
        verdict=words.verdict(summary.nps, span),
        sla_url=filtered("dashboards:sla"),
        nps_url=filtered("dashboards:nps"),
    )


def _count(label: str, before: str, value: int, earlier: int, css: str = "", url: str = "") -> Figure:
    past = f"{before}: {formats.decimal(earlier, 0)}"
    return _listed(Figure(label, formats.decimal(value, 0), past, css=css), value, url)


def _listed(figure: Figure, count: int, url: str) -> Figure:
    """Give the figure with a way to the tickets behind it, where there are any."""
    return replace(figure, url=url, link=_("see the tickets")) if count and url else figure


def _tickets(summary: Summary, behind: Callable[[str], str]) -> list[Figure]:
    before, flow, past = words.name_of(summary.span.step(-1)), summary.flow[-1], summary.flow[-2]
    count = sum(summary.ages)
    return [
        _count(_("Opened"), before, flow.opened, past.opened, url=behind("opened")),
        _count(_("Solved"), before, flow.resolved, past.resolved, url=behind("resolved")),
        _count(_("Opened again"), before, flow.reopened, past.reopened, url=behind("reopened")),
        _listed(Figure(_("Open now"), formats.decimal(count, 0), old_text(summary.ages)), count, behind("open")),
    ]


def _deadlines(summary: Summary, link: Link) -> list[Figure]:
    before, at_once = words.name_of(summary.span.step(-1)), summary.at_once
    kept = sum((each.total for each in summary.promises), ClockFigures())
    kept_past = sum((each.past for each in summary.promises), ClockFigures())
    return [
        Figure(
            _("Deadlines met"),
            share_text(kept),
            _("of %(count)s; %(before)s %(share)s, goal %(goal)s")
            % {
                "count": formats.decimal(kept.due, 0),
                "before": f"{before}:",
                "share": share_text(kept_past),
                "goal": formats.percent(GOAL),
            },
        ),
        _count(_("Breached deadlines"), before, kept.breached, kept_past.breached, "is-over" if kept.breached else ""),
        _running(_("At risk now"), at_once.at_risk, "is-risk", link, "risk"),
        _running(_("Over the deadline now"), at_once.over, "is-over", link, "breached"),
    ]


def _running(label: str, count: int, css: str, link: Link, view: str) -> Figure:
    figure = Figure(label, formats.decimal(count, 0), "", css=css if count else "")
    return _listed(figure, count, link("desk:queue") + QueueFilter(view=view).query())


def _satisfaction(summary: Summary, link: Link) -> list[Figure]:
    before, nps, at_once = words.name_of(summary.span.step(-1)), summary.nps, summary.at_once
    _month, twelve = nps.rolling[-1]
    return [
        Figure("NPS", score_text(nps.tally.score), _interval(nps.tally)),
        Figure(_("NPS over twelve months"), score_text(twelve.score), _interval(twelve)),
        Figure(
            _("Response rate"),
            words.rate_of(nps.now),
            _("%(answers)s of %(sent)s; %(before)s %(rate)s")
            % {
                "answers": formats.decimal(nps.now.answered, 0),
                "sent": formats.decimal(nps.now.sent, 0),
                "before": f"{before}:",
                "rate": words.rate_of(nps.before),
            },
        ),
        Figure(
            _("Calls to make"),
            formats.decimal(at_once.calls, 0),
            _("overdue: %(count)s") % {"count": formats.decimal(at_once.calls_overdue, 0)},
            css="is-over" if at_once.calls_overdue else "",
            url=link("surveys:follow_ups") if at_once.calls else "",
            link=_("see the list"),
        ),
    ]


def _interval(tally: Tally) -> str:
    if not tally.answers:
        return _("no answers")
    return _("interval %(range)s, %(answers)s") % {
        "range": range_text(interval(tally)),
        "answers": answers_text(tally.answers),
    }


def _promises(each: Promises, before: Span, url: str) -> Part:
    past = first_up(words.label_of(before))  # short: the table must fit a phone
    rows = [[str(severity.label), *_kept(each.now[severity], each.before[severity])] for severity in each.now]
    return Part(
        id=each.metric.value,
        heading=str(each.metric.label),
        said="" if each.total.median is None and each.past.median is None else _times(each, words.name_of(before)),
        head=[_("Severity"), _("Promises"), pgettext("clock", "Met"), past, pgettext("clock", "Breached"), past],
        rows=[*rows, [_("All"), *_kept(each.total, each.past)]],
        url=url,
        link=_("See the deadlines"),
    )


def _times(each: Promises, before: str) -> str:
    """Say how long it took; no full stop, which some languages' durations end with."""
    return _("Median %(median)s, nine of ten within %(p90)s; %(before)s: %(old_median)s and %(old_p90)s") % {
        "median": minutes_text(each.total.median),
        "p90": minutes_text(each.total.p90),
        "before": before,
        "old_median": minutes_text(each.past.median),
        "old_p90": minutes_text(each.past.p90),
    }


def _kept(now: ClockFigures, before: ClockFigures) -> list[str]:
    counts = [formats.decimal(count, 0) for count in (now.due, now.breached, before.breached)]
    return [counts[0], share_text(now), share_text(before), *counts[1:]]


def _ages(summary: Summary, link: Link) -> Part:
    rows = [[name, formats.decimal(count, 0)] for name, count in zip(age_names(), summary.ages, strict=True)]
    return Part(
        "ages", _("Open now, by age"), "", [_("Open for"), _("Tickets")], rows, link("desk:queue"), _("Open the queue")
    )
