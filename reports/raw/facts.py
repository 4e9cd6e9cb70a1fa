"""What is counted, in SQL: the rows of each kind of figures, one fact a row. The rollups are made of the same facts.

Every source stands on `m`, the months asked for with their first instant, the one after, and the month whose cells
they are to be in; `t` is the ticket and `k` its contract. Tenants are named, as everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from reports.figures import SCORES, ClockFigures, Dimension, SurveyFigures, TicketFlow
from sla.models import Severity
from surveys.models import Invitation

MONTHS = (
    "unnest(%(months)s::date[], %(starts)s::timestamptz[], %(stops)s::timestamptz[], %(labels)s::date[])"
    " AS m (month, start, stop, label)"
)
CONTRACT = " LEFT JOIN contracts_contract k ON k.tenant_id = t.tenant_id AND k.id = t.contract_id"
TICKET = " JOIN tickets_ticket t ON t.tenant_id = f.tenant_id AND t.id = f.ticket_id"


@dataclass(frozen=True)
class Source:
    """One table's share of the facts; `measures` by name, those not named are 0.

    `rows` are joined with `more`, and with the ticket and its contract where something is asked of them.
    """

    rows: str
    more: str
    instant: str
    where: str
    measures: dict[str, str]
    metric: str = "''"
    used: str = "NULL::int"
    hour: str = "NULL::int"

    def joined(self, *columns: str) -> str:
        """Give the tables that these columns are of."""
        asked = " ".join(columns)
        contract = CONTRACT if "k." in asked else ""
        ticket = TICKET if (contract or "t." in asked) and not self.rows.endswith(" t") else ""
        return f"{self.rows}{ticket}{contract}{self.more}"


@dataclass(frozen=True)
class Facts:
    """All of one kind of figures; `severity` and the dimensions are columns of the sources."""

    name: str
    measures: tuple[str, ...]
    sources: tuple[Source, ...]
    severity: str = "t.severity"
    dimensions: tuple[Dimension, ...] = tuple(each for each in Dimension if each is not Dimension.PROMISE)
    # Whether BY_AGENT is kept.
    has_agents: bool = False


# What stopped, and what was paused after its deadline: these stand still, whatever time it is.
STOPPED = "(f.state IN ('met', 'breached') OR f.state = 'paused' AND f.due_at < f.paused_at)"
RUNNING = "(f.state = 'running' AND f.due_at < %(now)s)"
_LOCAL = "((f.due_at - interval '1 second') AT TIME ZONE %(zone)s)"
_HOUR = f"(extract(isodow FROM {_LOCAL})::int - 1) * 24 + extract(hour FROM {_LOCAL})::int"


def _clocks(where: str) -> Facts:
    source = Source(
        "tickets_slaclock f",
        "",
        "f.due_at",
        where,
        {"met": "(f.state = 'met')::int", "breached": "(f.state <> 'met')::int"},
        metric="f.metric",
        used="CASE WHEN f.state IN ('met', 'breached') THEN f.used_seconds / 60 END",
        hour=f"CASE WHEN f.state <> 'met' THEN {_HOUR} END",
    )
    return Facts("clocks", ("met", "breached"), (source,), severity="f.severity")


CLOCKS = _clocks(STOPPED)
OVERDUE = _clocks(RUNNING)

_ASKED = {f"asked_{each}": f"(t.severity_asked = '{each}')::int" for each in Severity.values}
_EVENTS = {"reopened": "reopened", "escalated": "handed_over", "out_of_scope": "out_of_scope"}
_KINDS = ", ".join(f"'{kind}'" for kind in _EVENTS.values())
# From which severity to which higher one.
_STEPS = ", ".join(f"('{low}', '{high}')" for high, low in combinations(Severity.values, 2))
_RAISED = f"(f.kind = 'severity' AND (f.data ->> 'before', f.data ->> 'severity') IN ({_STEPS}))"
FLOW = Facts(
    "flow",
    ("opened", "resolved", *_EVENTS, "raised", *_ASKED),
    (
        # Spam is nobody's question.
        Source("tickets_ticket t", "", "t.opened_at", "t.kind <> 'spam'", {"opened": "1", **_ASKED}),
        Source("tickets_ticket t", "", "t.resolved_at", "true", {"resolved": "1"}),
        Source(
            "tickets_ticketevent f",
            "",
            "f.at",
            f"(f.kind IN ({_KINDS}) OR {_RAISED})",
            {**{name: f"(f.kind = '{kind}')::int" for name, kind in _EVENTS.items()}, "raised": f"{_RAISED}::int"},
        ),
    ),
)

SPARED = f"f.reason IN ({', '.join(repr(reason.value) for reason in Invitation.SPARED)})"
_ANSWER = " LEFT JOIN surveys_answer a ON a.tenant_id = f.tenant_id AND a.invitation_id = f.id AND f.state = 'sent'"
_REASONS = {
    f"not_{reason}": f"(f.state = 'not_sent' AND f.reason = '{reason}')::int" for reason in Invitation.Reason.values
}
SURVEYS = Facts(
    "surveys",
    ("resolved", "eligible", "sent", "answered", *(f"score_{score}" for score in range(SCORES)), "planned", *_REASONS),
    (
        Source(
            "surveys_invitation f",
            _ANSWER,
            # As surveys.models.survey.ASKED_AT, for its index.
            "CASE WHEN f.sent_at IS NOT NULL THEN f.sent_at ELSE f.send_at END",
            "true",
            {
                "resolved": "1",
                "eligible": f"(f.state <> 'not_sent' OR {SPARED})::int",
                "sent": "(f.state = 'sent')::int",
                "answered": "(a.id IS NOT NULL)::int",
                **{f"score_{score}": f"coalesce(a.score = {score}, false)::int" for score in range(SCORES)},
                "planned": "(f.state = 'planned')::int",
                **_REASONS,
            },
        ),
    ),
    dimensions=tuple(Dimension),
    has_agents=True,
)
FACTS: dict[type[Any], Facts] = {ClockFigures: CLOCKS, TicketFlow: FLOW, SurveyFigures: SURVEYS}

# The ticket's clocks as they were stopped: one that runs too late still is none here.
_STOPPED = "SELECT 1 FROM tickets_slaclock s WHERE s.tenant_id = t.tenant_id AND s.ticket_id = t.id AND s.state ="
_PROMISE = (
    f"CASE WHEN EXISTS ({_STOPPED} 'breached') THEN 'breached' WHEN EXISTS ({_STOPPED} 'met') THEN 'met' ELSE '' END"
)
_IDS = {
    Dimension.CUSTOMER: "t.customer_id",
    Dimension.PLAN: "k.plan_id",
    Dimension.PRODUCT: "t.product_id",
    Dimension.TEAM: "t.team_id",
}
_TEXTS = {Dimension.CHANNEL: "t.channel", Dimension.PROMISE: _PROMISE}


def seen(assignee: str = "t.assignee_id", team: str = "t.team_id", kind: str = "bigint") -> str:
    """Give the condition of what an agent may see, of columns of a kind: the rule of surveys/selectors/visible.py."""
    return (
        f"({assignee} = %(seen_by)s::{kind} OR {team} IN (SELECT w.team_id::{kind} FROM tickets_teammember w"  # noqa: S608
        " WHERE w.tenant_id = %(tenant)s AND w.membership_id = %(seen_by)s))"
    )


def key_of(dimension: Dimension) -> str:
    """Give a dimension's key in SQL: text, "" for none."""
    return _TEXTS[dimension] if dimension in _TEXTS else f"coalesce({_IDS[dimension]}::text, '')"


# Cells of all dimensions but the customer at once. Parts of its keys stand between bars, which no key has.
COMBINED = "combined"
# Cells of surveys by team and assignee, for what an agent may see.
BY_AGENT = "by_agent"
ASSIGNEE = "coalesce(t.assignee_id::text, '')"
_BAR = "|"


def combined(facts: Facts) -> tuple[Dimension, ...]:
    """Give the dimensions of COMBINED in the order of its keys' parts."""
    return tuple(each for each in facts.dimensions if each is not Dimension.CUSTOMER)


def part_of(facts: Facts, dimension: Dimension, key: str) -> str:
    """Give a dimension's key in SQL from the key of COMBINED."""
    return f"split_part({key}, '{_BAR}', {combined(facts).index(dimension) + 1})"


def grouped(facts: Facts, dimensions: Iterable[str]) -> tuple[str, str]:
    """Give the columns `dimension` and `key`, and GROUPING SETS, of facts whose columns are named as their dimensions.

    "" is all together, COMBINED is a dimension here.
    """
    sets = {"": (), COMBINED: combined(facts), BY_AGENT: ("team", "assignee")}
    sets |= {each: (each,) for each in facts.dimensions}
    wanted = [name for name in sets if name in set(dimensions)]
    # What tells the sets apart: a column that is grouped by has no bit.
    cases, keys = [], []
    for name in sorted(wanted, key=lambda each: -len(sets[each])):
        test = " AND ".join(f"GROUPING({each}) = 0" for each in sets[name]) or "true"
        key = f" || '{_BAR}' || ".join(sets[name]) or "''"
        cases.append(f"WHEN {test} THEN '{name}'")
        keys.append(f"WHEN {test} THEN {key}")
    columns = f"CASE {' '.join(cases)} END AS dimension, CASE {' '.join(keys)} END AS key"
    return columns, f"GROUPING SETS ({', '.join(f'({chr(44).join(sets[name])})' for name in wanted)})"


def seen_part(name: str) -> str:
    """Give the key of a team, or of an assignee, in SQL from the key of BY_AGENT among the cells `r`."""
    return f"split_part(r.key, '{_BAR}', {('team', 'assignee').index(name) + 1})"


def is_key(dimension: Dimension, key: str) -> tuple[str, str | int | None]:
    """Give the condition of a filter with its value, written so that the ids' indexes serve it."""
    if dimension in _TEXTS:
        return f"{_TEXTS[dimension]} = %({dimension})s", key
    if not key:
        return f"{_IDS[dimension]} IS NULL", None
    return f"{_IDS[dimension]} = %({dimension})s", int(key)
