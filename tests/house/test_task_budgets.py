"""What each task may ask of the database for one piece of work, whatever else the tenant has."""

from datetime import timedelta

import pytest

from contracts.models import Contact, Contract
from outbox.models import OutboxMessage
from reports.customer_report.sending import send_next
from reports.models import ReportReceipt
from reports.rollups.keeping import roll_up
from reports.summaries.sending import mail_figures
from reports.summaries.spans import Kind
from surveys.services.planning import plan_invitations
from surveys.services.sending import send_next as send_survey
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_member
from tests.factories import make_ticket
from tickets.models import Alert, SlaClock
from tickets.services.alerts.following import follow_batch
from tickets.services.alerts.sweep import Aside, raise_batch
from tickets.services.resolution import close_if_due, resolve

DUE = MONDAY + timedelta(hours=2)


@pytest.mark.parametrize("tickets", [1, 25])
def test_raising_and_mailing_a_batch_however_many_clocks(nordsoft: Cast, tickets: int) -> None:
    for _ in range(tickets):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    with Budget(17):  # two steps at once; single mails, or a digest
        raise_batch(now=DUE, aside=Aside())
    assert SlaClock.objects.filter(steps_done=["warning", "breach"]).count() == tickets


def test_raising_a_batch_that_asks_who_has_acted(nordsoft: Cast) -> None:
    for _ in range(5):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    with Budget(18):
        raise_batch(now=DUE + timedelta(hours=1), aside=Aside())


@pytest.mark.parametrize("tickets", [1, 25])
def test_handing_on_a_batch_however_many_mails_failed(nordsoft: Cast, tickets: int) -> None:
    for _ in range(tickets):
        make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    OutboxMessage.objects.update(state="failed")
    with Budget(13):
        follow_batch(now=DUE + timedelta(minutes=1))
    assert Alert.objects.filter(why="handed_on", receiver=nordsoft.admin).count() == tickets


def test_finding_no_mail_that_failed(nordsoft: Cast) -> None:
    make_ticket(nordsoft, severity="high", team=nordsoft.team)
    raise_batch(now=DUE, aside=Aside())
    with Budget(1):
        follow_batch(now=DUE)


def test_finding_no_clock_due(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    with Budget(2):  # a clock due, an alert without mail
        assert not raise_batch(now=MONDAY, aside=Aside())


def test_planning_many_surveys(nordsoft: Cast) -> None:
    for _ in range(5):
        resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    with Budget(9):
        assert plan_invitations(now=MONDAY) == 5


def test_sending_one_survey(nordsoft: Cast) -> None:
    resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    plan_invitations(now=MONDAY)
    with Budget(13):
        assert send_survey(now=MONDAY + timedelta(days=1))


def test_closing_one_ticket(nordsoft: Cast) -> None:
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="Restart it.", now=MONDAY)
    with Budget(12):
        close_if_due(ticket=ticket, now=MONDAY + timedelta(days=10))


def test_filing_one_ticket(nordsoft: Cast) -> None:
    with Budget(20):
        make_ticket(nordsoft)


@pytest.mark.parametrize("contacts", [1, 6])
def test_mailing_one_customers_report_to_however_many_contacts(nordsoft: Cast, contacts: int) -> None:
    make_ticket(nordsoft)
    Contract.objects.update(mails_report=True)
    for number in range(contacts - 1):
        facts = {"email": f"c{number}@x.example", "is_company_wide": True}
        Contact.objects.create(customer=nordsoft.customer, name="C", **facts)
    with Budget(23):
        assert send_next(tenant=nordsoft.tenant, now=MONDAY + timedelta(days=30))
    assert ReportReceipt.objects.count() == contacts


@pytest.mark.parametrize("managers", [1, 10])
def test_mailing_a_months_figures_however_many_managers(nordsoft: Cast, managers: int) -> None:
    make_ticket(nordsoft)
    for number in range(managers):
        make_member("manager", f"M{number} Berg", "nordsoft")
    with Budget(15):
        assert mail_figures(Kind.MONTH, tenant=nordsoft.tenant, now=DUE + timedelta(days=30, hours=2)) == managers + 2


def test_mailing_no_figures(nordsoft: Cast) -> None:
    mail_figures(Kind.MONTH, tenant=nordsoft.tenant, now=DUE)
    with Budget(1):
        assert mail_figures(Kind.MONTH, tenant=nordsoft.tenant, now=DUE + timedelta(minutes=15)) == 0


@pytest.mark.parametrize("tickets", [1, 25])
def test_counting_changed_months_however_many_tickets_changed(nordsoft: Cast, tickets: int) -> None:
    for _ in range(tickets):
        make_ticket(nordsoft)
    with Budget(33):  # three kinds of figures: what is due, and each month's notes, cells and mark
        roll_up(now=MONDAY)


def test_finding_no_month_that_changed(nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    roll_up(now=MONDAY)
    with Budget(12):
        assert roll_up(now=MONDAY) == 0
