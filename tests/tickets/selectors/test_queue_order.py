"""The order against a plain one, and keys of pages."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice, product

import pytest

from contracts.models import Contract, Customer
from contracts.selectors.plans import newest_version
from sla.calendars import compiled, current_version
from sla.engine import BusinessCalendar
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.selectors.queue_order import Place, in_queue_order, page_of
from tickets.services.messages import reply
from tickets.services.resolution import resolve


def test_a_key_survives_the_address() -> None:
    place = Place(1, Decimal("1772438400.123456"), 42)
    assert Place.read(str(place)) == place
    assert Place.read(str(Place(9, Decimal("-1772438400.5"), 7))) == Place(9, Decimal("-1772438400.5"), 7)


@pytest.mark.parametrize(
    "text", ["", "1", "1_2", "a_b_c", "1_NaN_2", "1_Infinity_2", "1_2_99999999999999999999", "-1_2_3"]
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert Place.read(text) is None


def _oracle(ticket: Ticket, now: datetime, calendar: BusinessCalendar) -> tuple[int, float, int]:
    """Domain: Fast track, in plain words: at risk or breached first, by deadline; then the rest by queue deadline, four
    business hours earlier on the fast track; then paused, nothing promised, no contract.
    """
    running = [clock for clock in ticket.clocks.all() if clock.state == "running"]
    if running:
        due = min(clock.due_at for clock in running)
        if min(clock.risk_at for clock in running) <= now:
            return 0, due.timestamp(), ticket.pk
        ahead = calendar.due_after(due, -14400) if ticket.is_fast_track else due
        return 1, ahead.timestamp(), ticket.pk
    if any(clock.state == "paused" for clock in ticket.clocks.all()):
        return 2, ticket.opened_at.timestamp(), ticket.pk
    return (4 if ticket.contract_id is None else 3), ticket.opened_at.timestamp(), ticket.pk


@pytest.mark.parametrize("hours", [0, 1, 2.5, 3.2, 8, 26])
def test_the_queue_stands_as_the_domain_says(nordsoft: Cast, hours: float) -> None:
    standard = Customer.objects.create(name="Standard AB")
    basic = Customer.objects.create(name="Basic AB")
    for customer, plan in ((standard, "standard"), (basic, "basic")):
        Contract.objects.create(
            customer=customer,
            plan_version=newest_version(nordsoft.plans[plan]),
            policy=nordsoft.policy,
            starts_on=date(2020, 1, 1),
        )
    makers = cycle(product([nordsoft.customer, standard, basic, nordsoft.stranger], ["normal", "high", "critical"]))
    for index, (customer, severity) in enumerate(islice(makers, 40)):
        at = MONDAY + timedelta(minutes=7 * index)
        ticket = make_ticket(nordsoft, customer=customer, contact=None, severity=severity, now=at)
        if index % 3 == 0:
            reply(ticket=ticket, actor=nordsoft.agent, text="What is it?", then_wait=index % 2 == 0, now=at)
        if index % 11 == 0:
            resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=at)
    now = MONDAY + timedelta(minutes=7 * 40) + timedelta(hours=hours)
    calendar = compiled(current_version(nordsoft.calendar))
    found = list(in_queue_order(Ticket.objects.open(), now=now))
    assert {ticket.queue_section for ticket in found} >= {1, 2, 3, 4}
    assert found == sorted(found, key=lambda ticket: _oracle(ticket, now, calendar))


@pytest.mark.parametrize("hours", [0, 3.2, 26])
def test_pages_follow_each_other_there_and_back(nordsoft: Cast, hours: float) -> None:
    for index in range(30):
        at = MONDAY + timedelta(minutes=7 * index, microseconds=index)
        stranger = index % 5 == 0
        customer, contact = (nordsoft.stranger, None) if stranger else (nordsoft.customer, nordsoft.karin)
        severity = ("normal", "high")[index % 2]
        ticket = make_ticket(nordsoft, customer=customer, contact=contact, severity=severity, now=at)
        if index % 4 == 0:
            reply(ticket=ticket, actor=nordsoft.agent, text="What is it?", then_wait=True, now=at)
        if index % 7 == 0:
            resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=at)
    now = MONDAY + timedelta(hours=hours)
    whole = [ticket.pk for ticket in in_queue_order(Ticket.objects.all(), now=now)]
    seen: list[int] = []
    after: Place | None = None
    for _page in range(len(whole)):
        rows, _before, after = page_of(Ticket.objects.all(), now=now, after=after, size=4)
        seen += [ticket.pk for ticket in rows]
        if after is None:
            break
    assert seen == whole
    before = Place.of(in_queue_order(Ticket.objects.filter(pk=seen[-1]), now=now).get())
    back: list[int] = []
    turn: Place | None = before
    for _page in range(len(whole)):
        if turn:
            rows, turn, _after = page_of(Ticket.objects.all(), now=now, before=turn, size=4)
            back = [ticket.pk for ticket in rows] + back
    assert back == whole[:-1]
