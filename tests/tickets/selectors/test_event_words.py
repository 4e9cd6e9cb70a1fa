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


def test_an_alert_that_waits_or_did_not_arrive_says_so(nordsoft: Cast) -> None:
    waits = {"metric": "start", "step": "warning", "names": ["Maja"], "told": 1, "quiet": ["Maja"]}
    failed = {"metric": "start", "step": "breach", "names": ["Maja"], "failed": 1, "by": "refused", "reason": "550 no."}
    told = [(Kind.ALERTED, waits), (Kind.ALERT_FAILED, failed | {"to": ["Henrik"]}), (Kind.ALERT_FAILED, failed)]
    with translation.override("en"):
        lines = [event_text(TicketEvent(kind=kind, at=MONDAY, data=data), follow_ups={}) for kind, data in told]
    assert lines == [
        "Start is at risk. Alerted: Maja. The mail to Maja waits until the quiet hours are over.",
        "Start is breached. The mail to Maja was refused. 550 no. It went on to Henrik.",
        "Start is breached. The mail to Maja was refused. 550 no. Nobody is left to tell.",
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


ABOUT_ANOTHER = {
    (Kind.MERGED, ()): "Maja Sandell merged the ticket into",
    (Kind.TOOK_IN, ()): "Maja Sandell merged in ticket",
    (Kind.UNMERGED, ()): "Maja Sandell undid the merge into",
    (Kind.GAVE_BACK, ()): "Maja Sandell undid the merge of ticket",
    (Kind.SPLIT, ()): "Maja Sandell split messages off to ticket",
    (Kind.LINKED, (("link", "caused_by"),)): "Linked: caused by",
    (Kind.LINKED, (("link", "caused_by"), ("here", True))): "Linked: cause of",
    (Kind.UNLINKED, ()): "Maja Sandell removed the link to ticket",
    (Kind.INCIDENT, (("what", "attached"),)): "Maja Sandell made the ticket part of incident",
    (Kind.INCIDENT, (("what", "detached"),)): "Maja Sandell took the ticket out of incident",
    (Kind.FOLLOWED_UP, ()): "Maja Sandell opened follow-up ticket",
}


@pytest.mark.parametrize(("kind", "data"), ABOUT_ANOTHER)
def test_the_line_with_the_other_tickets_number(
    nordsoft: Cast, kind: str, data: tuple[tuple[str, object], ...]
) -> None:
    event = TicketEvent(kind=kind, at=MONDAY, actor=nordsoft.agent, data={**dict(data), "ticket": 7})
    with translation.override("en"):
        text = event_text(event, follow_ups={7: (1042, "/nordsoft/desk/tickets/1042/")})
    assert text == f'{ABOUT_ANOTHER[Kind(kind), data]} <a href="/nordsoft/desk/tickets/1042/">1042</a>'


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        (Kind.INCIDENT, {"what": "marked"}, "Maja Sandell marked the ticket as an incident"),
        (Kind.INCIDENT, {"what": "unmarked"}, "Maja Sandell made the incident an ordinary ticket"),
        (Kind.INCIDENT, {"what": "joined", "count": 2}, "Maja Sandell added 2 tickets to the incident"),
        (
            Kind.REMOTE_BEGUN,
            {"consent_by": "Karin", "purpose": "Look"},
            "Maja Sandell began a remote session with the consent of Karin: Look",
        ),
        (Kind.REMOTE_ENDED, {"seconds": 1200}, "Maja Sandell ended the remote session after 20 min"),
        (
            Kind.HANDED_OVER,
            {"name": "Sigrid", "billable": True, "price": "1190.00", "currency": "SEK"},
            "Maja Sandell handed the ticket over to Sigrid. The customer has been told. "
            "Billable from here on, 1,190\u00a0SEK an hour.",
        ),
    ],
)
def test_incidents_sessions_and_terms(nordsoft: Cast, kind: str, data: dict[str, object], line: str) -> None:
    event = TicketEvent(kind=kind, at=MONDAY, actor=nordsoft.agent, data=data)
    with translation.override("en"):
        assert event_text(event, follow_ups={}) == line
