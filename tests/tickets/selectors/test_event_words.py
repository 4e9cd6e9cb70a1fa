"""Every event that is shown has one line of its own."""

import pytest
from django.utils import translation

from tests.cast import MONDAY, Cast
from tickets.models import TicketEvent
from tickets.selectors.event_words import ICONS, SILENT, event_text

Kind = TicketEvent.Kind
LINES = {
    (Kind.STATUS, ("status", "in_progress")): "Maja Sandell set the status to “In progress”",
    (Kind.ASSIGNED, ("name", "Oskar Nyström")): "Maja Sandell assigned the ticket to Oskar Nyström",
    (Kind.ASSIGNED, ("name", "Maja Sandell")): "Maja Sandell took the ticket",
    (Kind.ASSIGNED, ("team", "Payroll")): "Maja Sandell gave the ticket to the team Payroll",
    (Kind.ASSIGNED, ("name", "")): "Maja Sandell took the ticket from its assignee",
    (Kind.ANALYSED, ("outcome", "fix_here")): "Maja Sandell made the first analysis: Solve it here",
    (Kind.HANDED_OVER, ("name", "Sigrid Åhman")): (
        "Maja Sandell handed the ticket over to Sigrid Åhman. The customer has been told."
    ),
    (Kind.OUT_OF_SCOPE, ("name", "")): "Maja Sandell told the customer that the agreement does not cover it",
    (Kind.RESOLVED, ("x", "")): "Maja Sandell solved the ticket",
    (Kind.REOPENED, ("x", "")): "Maja Sandell opened the ticket again",
    (Kind.CLOSED, ("x", "")): "Maja Sandell closed the ticket",
    (Kind.STARTED, ("x", "")): "Maja Sandell started work.",
    (Kind.TERMS, ("x", "")): "Contract or policy changed",
}


@pytest.mark.parametrize(("kind", "data"), LINES)
def test_the_line(nordsoft: Cast, kind: str, data: tuple[str, str]) -> None:
    event = TicketEvent(kind=kind, at=MONDAY, actor=nordsoft.agent, data=dict([data]))
    with translation.override("en"):
        assert event_text(event, follow_ups={}) == LINES[Kind(kind), data]


def test_what_a_customer_or_the_system_did(nordsoft: Cast) -> None:
    asked = TicketEvent(
        kind=Kind.SEVERITY_ASKED,
        at=MONDAY,
        actor=nordsoft.karin.membership,
        contact=nordsoft.karin,
        data={"asked": "high", "reason": "All stand still."},
    )
    closed = TicketEvent(kind=Kind.CLOSED, at=MONDAY, data={})
    with translation.override("en"):
        assert event_text(asked, follow_ups={}) == "Karin Bergman asks for severity High: “All stand still.”"
        assert event_text(closed, follow_ups={}) == "The system closed the ticket"


def test_an_alert_names_those_who_were_told_or_counts_them(nordsoft: Cast) -> None:
    data = {"metric": "start", "step": "breach", "names": ["Maja Sandell", "Henrik Lund"], "told": 2}
    many = {"metric": "start", "step": "warning", "names": ["Maja Sandell"] * 3, "told": 12}
    with translation.override("en"):
        lines = [event_text(TicketEvent(kind=Kind.ALERTED, at=MONDAY, data=d), follow_ups={}) for d in (data, many)]
    assert lines == [
        "Start is breached. Alerted: Maja Sandell, Henrik Lund.",
        "Start is at risk. 12 people were alerted.",
    ]


def test_a_follow_up_is_a_link_and_nothing_said_becomes_markup(nordsoft: Cast) -> None:
    event = TicketEvent(kind=Kind.FOLLOWED_UP, at=MONDAY, actor=nordsoft.agent, data={"ticket": 7})
    text = event_text(event, follow_ups={7: (1042, "/nordsoft/desk/tickets/1042/")})
    assert '<a href="/nordsoft/desk/tickets/1042/">1042</a>' in text
    severity = TicketEvent(kind=Kind.SEVERITY, at=MONDAY, actor=nordsoft.agent, data={"reason": "<b>"})
    assert not hasattr(event_text(severity, follow_ups={}), "__html__")


def test_a_severity_copied_from_another_system_was_told_to_nobody(nordsoft: Cast) -> None:
    event = TicketEvent(kind=Kind.SEVERITY, at=MONDAY, data={"before": "normal", "severity": "high", "reason": ""})
    with translation.override("en"):
        assert event_text(event, follow_ups={}) == "Severity Normal → High in the other system"
        event.actor, event.data["reason"] = nordsoft.agent, "All stand still."
        assert event_text(event, follow_ups={}) == (
            "Severity Normal → High, Maja Sandell: “All stand still.” The customer has been told."
        )


def test_every_other_kind_has_an_icon() -> None:
    assert set(Kind) - set(ICONS) - SILENT == {Kind.UPDATED}
