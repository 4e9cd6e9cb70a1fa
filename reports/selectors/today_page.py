"""Everything the board of today shows."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts import formats
from reports.parts import Figure
from reports.selectors.sla_lists import WITH, Line, next_deadline
from reports.selectors.today_counts import Agent, Due, at_work, by_agent, by_hour, clocks_due, deadlines
from reports.selectors.today_window import HOUR, Window, window_of
from sla.hours import support_calendar
from tickets.models import Ticket
from tickets.selectors.choices import desk_choices
from tickets.selectors.clocks import ClockBook
from tickets.selectors.queue_filters import QueueFilter

SHOWN = 25


@dataclass(frozen=True)
class Hour:
    """Deadlines in one hour. `share` and `mark` are per cent of the bar; the mark is one for each agent at work."""

    text: str
    count: int
    each: str
    share: float
    mark: float | None


@dataclass(frozen=True)
class AgentLine:
    """An agent's counts, when they were last seen at work and when their next deadline is; dashes for never."""

    agent: Agent
    seen: str
    next: str


@dataclass(frozen=True)
class Choice:
    """Somebody whom a ticket can be given to, and how many deadlines they have before closing."""

    pk: int
    name: str
    due: int


@dataclass(frozen=True)
class TodayLine(Line):
    """A clock, and whom one press gives its ticket to. `at_hand` and `others` are whom it can be given to, as <option>s
    in which who has it is selected.
    """

    give: Choice | None
    at_hand: SafeString
    others: SafeString


@dataclass(frozen=True)
class TodayPage:
    """Figures, hours, agents and clocks. `working` and `others` are whom a ticket can be given to.

    `openings` are the hours that the clocks tick through (js/clocks.js).
    """

    until: str
    figures: list[Figure]
    hours: list[Hour]
    agents: list[AgentLine]
    lines: list[TodayLine]
    openings: dict[str, list[tuple[int, int]]]
    count: int
    working: list[Choice]
    others: list[Choice]


def today_page(*, everything: bool, now: datetime, zone: tzinfo) -> TodayPage:
    """Read the board at `now`. The same number of queries however much there is."""
    window = window_of(support_calendar(), now=now, zone=zone)
    due, working = deadlines(window), at_work(now)
    clocks = clocks_due(window).select_related(*WITH)
    rows = list(clocks if everything else clocks[:SHOWN])
    book = ClockBook(rows, now=now, zone=zone)
    agents = by_agent(due, working)
    counts = {agent.pk: agent.due for agent in agents}
    choices = [Choice(pk, name, counts.get(pk, 0)) for pk, name in desk_choices().staff]
    at_hand = [choice for choice in choices if choice.pk in working]
    others = [choice for choice in choices if choice.pk not in working]
    shown = [_options(at_hand), _options(others)]
    lines = []
    for row in rows:
        owner = row.ticket.assignee_id
        lines.append(
            TodayLine(row, book.read(row), _freest(at_hand, owner), *(_selected(each, owner) for each in shown))
        )
    return TodayPage(
        until=formats.near_time(window.closes, now, zone),
        figures=_figures(due, len(working), window, zone),
        hours=_hours(by_hour(due, window, zone), len(working), now, zone),
        agents=[AgentLine(each, _near(each.seen, now, zone), _near(each.first, now, zone)) for each in agents],
        lines=lines,
        openings=book.openings(line.reading for line in lines),
        count=len(due),
        working=at_hand,
        others=others,
    )


def _options(choices: list[Choice]) -> SafeString:
    """Draw <option>s, once for all lines: a hundred people in each of 25 lines are too many to be drawn one by one."""
    rows = ((choice.pk, f"{choice.name} ({choice.due})" if choice.due else choice.name) for choice in choices)
    return format_html_join("", '<option value="{}">{}</option>', rows)


def _selected(options: SafeString, pk: int | None) -> SafeString:
    return mark_safe(options.replace(f'value="{pk}">', f'value="{pk}" selected>'))  # noqa: S308 – of format_html_join


def _freest(working: list[Choice], but: int | None) -> Choice | None:
    """Give who at work has the fewest deadlines before closing, other than who has the ticket now."""
    others = [choice for choice in working if choice.pk != but]
    return min(others, key=lambda choice: (choice.due, choice.name.casefold(), choice.pk), default=None)


def _figures(due: list[Due], working: int, window: Window, zone: tzinfo) -> list[Figure]:
    now, risk = window.now, sum(each.is_risk for each in due)
    late = Ticket.objects.breached(now).count()
    return [
        Figure(
            label=_("Due before closing"),
            value=formats.decimal(len(due), 0),
            past=format_html("{} <b>{}</b>", _("closes"), formats.near_time(window.closes, now, zone)),
            url="?list=all#due" if len(due) > SHOWN else "#due" if due else "",
            link=_("see the tickets"),
        ),
        Figure(
            label=_("At risk now"),
            value=formats.decimal(risk, 0),
            past=next_deadline(due[0].at, now, zone) if due else _("no deadline is near"),
            css="is-risk" if risk else "",
            url=reverse("desk:queue") + QueueFilter(view="risk").query() if risk else "",
            link=_("see the tickets"),
        ),
        Figure(
            label=_("Tickets over the deadline"),
            value=formats.decimal(late, 0),
            past="" if late else _("none is late"),
            css="is-over" if late else "",
            url=reverse("desk:queue") + QueueFilter(view="breached").query() if late else "",
            link=_("see the tickets"),
        ),
        Figure(label=_("Agents at work"), value=formats.decimal(working, 0), past=_("did something in the last hour")),
    ]


def _hours(counts: dict[datetime, int], working: int, now: datetime, zone: tzinfo) -> list[Hour]:
    whole = max([working, *counts.values()], default=0)
    return [
        Hour(
            text=f"{formats.day_label(hour, now, zone)} {_span(hour, zone)}".strip(),
            count=count,
            each=formats.decimal(count / working) if working else "–",
            share=100 * count / whole if whole else 0,
            mark=100 * working / whole if working else None,
        )
        for hour, count in counts.items()
    ]


def _near(instant: datetime | None, now: datetime, zone: tzinfo) -> str:
    return formats.near_time(instant, now, zone) if instant else "–"


def _span(hour: datetime, zone: tzinfo) -> str:
    return f"{formats.clock_time(hour, zone)}–{formats.clock_time(hour + HOUR, zone)}"
