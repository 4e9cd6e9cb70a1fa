"""Which alerts there must be, counted without the product's engine: under cover every second of the day counts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

# Metric, step, seconds from filing (targets 15 min and 8 h; warned at 75 %, told again an hour after the breach).
STEPS = (
    ("start", "warning", 675),
    ("start", "breach", 900),
    ("start", "escalation", 4500),
    ("resolution", "warning", 21600),
    ("resolution", "breach", 28800),
    ("resolution", "escalation", 32400),
)


class Filed(NamedTuple):
    """A Critical ticket under cover that nobody touches."""

    ticket: int
    tenant: int
    at: float  # cut to the second
    assignee: int | None
    team: int | None


class People(NamedTuple):
    """Memberships of one tenant."""

    agents: Collection[int]
    managers: Collection[int]
    teams: Mapping[int, Collection[int]]


class Told(NamedTuple):
    """An alert, or without receiver the event of its step; `at` is when it was committed."""

    ticket: int
    metric: str
    step: str
    receiver: int | None
    at: float


class AlertVerdict(NamedTuple):
    """`early` were told before their instant; `surplus` to somebody, or of something, that nobody expects."""

    due: int
    missing: list[Told]
    doubled: list[Told]
    early: list[Told]
    surplus: list[Told]


def expected(tickets: Iterable[Filed], people: Mapping[int, People]) -> list[Told]:
    """Give every alert and event of these tickets with its instant, whether it has passed or not."""
    found = []
    for ticket in tickets:
        tenant = people[ticket.tenant]
        near = [ticket.assignee] if ticket.assignee else tenant.teams.get(ticket.team or 0) or tenant.agents
        for metric, step, after in STEPS:
            receivers = {
                "warning": set(near), "breach": {*near, *tenant.managers}, "escalation": set(tenant.managers)
            }[step]  # fmt: skip
            found += [Told(ticket.ticket, metric, step, one, ticket.at + after) for one in (None, *receivers)]
    return found


def judge_alerts(wanted: Iterable[Told], told: Iterable[Told], until: float) -> AlertVerdict:
    """Hold what was told against what had to be told by `until`. What is due later may have been told, too."""
    instants = {row[:4]: row for row in wanted}
    times = Counter(row[:4] for row in told)
    rows: defaultdict[tuple[object, ...], list[Told]] = defaultdict(list)
    for row in told:
        rows[row[:4]].append(row)
    due = [row for row in instants.values() if row.at <= until]
    return AlertVerdict(
        due=len(due),
        missing=[row for row in due if row[:4] not in times],
        doubled=[rows[key][0] for key, count in times.items() if count > 1],
        early=[row for row in told if row[:4] in instants and row.at < instants[row[:4]].at],
        surplus=[row for row in told if row[:4] not in instants],
    )
