"""What each task may ask of the database for one piece of work, whatever else the tenant has."""

from datetime import timedelta

from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.services.alerts.mailing import mail_one_receiver
from tickets.services.alerts.sweep import raise_next
from tickets.services.resolution import close_if_due, resolve

DUE = MONDAY + timedelta(hours=2)


def test_raising_one_clocks_alerts(nordsoft: Cast) -> None:
    for _ in range(5):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    with Budget(10):  # two steps at once
        assert raise_next(now=DUE)


def test_finding_no_clock_due(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    with Budget(1):
        assert not raise_next(now=MONDAY)


def test_mailing_one_receivers_alerts(nordsoft: Cast) -> None:
    for _ in range(5):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    while raise_next(now=DUE):
        pass
    with Budget(8):  # a digest
        assert mail_one_receiver(now=DUE)


def test_planning_many_surveys(nordsoft: Cast) -> None:
    for _ in range(5):
        resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    with Budget(7):
        assert plan_invitations(now=MONDAY) == 5


def test_sending_one_survey(nordsoft: Cast) -> None:
    resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    plan_invitations(now=MONDAY)
    with Budget(10):
        assert send_next(now=MONDAY + timedelta(days=1))


def test_closing_one_ticket(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    with Budget(12):
        close_if_due(ticket=ticket, now=MONDAY + timedelta(days=10))


def test_filing_one_ticket(nordsoft: Cast) -> None:
    with Budget(20):
        make_ticket(nordsoft)
