"""The report's figures against a month made by hand, in both tenants."""

from datetime import date, timedelta

import pytest

from reports.customer_report.figures import CustomerReport, TicketCounts
from reports.customer_report.reading import customer_report
from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.reports.customer_report.march import MARCH, March
from tickets.models import Ticket
from tickets.services.resolution import reopen, resolve


def report_of(march: March, month: date = MARCH, at: str = "04-15 09:00") -> CustomerReport:
    return customer_report(march.cast.customer, month, zone=march.zone, now=march.at(at))


def test_tickets_are_counted_in_the_month_of_the_tenants_zone(march: March) -> None:
    tickets = report_of(march).tickets
    assert tickets["normal"] == TicketCounts(filed=2, solved=2, open=1)
    assert tickets["high"] == TicketCounts(filed=1, solved=1, open=0)
    assert tickets["critical"] == TicketCounts(filed=1, solved=0, open=1)
    assert report_of(march).all_tickets == TicketCounts(filed=4, solved=3, open=2)


def test_what_was_open_when_the_month_ended_is_not_what_is_open_now(march: March) -> None:
    resolve(ticket=march.waiting, actor=march.cast.agent, solution="Turned on.", now=march.at("04-02 09:00"))
    assert report_of(march).tickets["critical"].open == 1
    reopen(ticket=march.kept, actor=march.cast.agent, now=march.at("04-02 09:00"))
    assert report_of(march).tickets["normal"] == TicketCounts(filed=2, solved=1, open=2)


def test_promises_count_by_deadline_with_the_open_time_used(march: March) -> None:
    promises = report_of(march).promises
    assert set(promises) == {("start", "normal"), ("start", "high"), ("start", "critical")}
    normal = promises["start", "normal"]
    # Sweden closes at 17 on that Friday, Denmark at 15:30: 2 h or 30 min, and half an hour on Monday.
    carried = 150 if march.cast.tenant.slug == "nordsoft" else 60
    assert dict(normal.used) == ({60: 1, carried: 1} if carried != 60 else {60: 2})
    assert (normal.met, normal.breached, normal.median, normal.p90) == (2, 0, 60, carried)
    assert (promises["start", "high"].met, promises["start", "high"].breached) == (0, 1)
    assert report_of(march).all_promises.share == 0.5


def test_each_promise_not_kept_is_named_with_the_open_time_it_was_late_by(march: March) -> None:
    late = {each.number: each for each in report_of(march, at="03-31 11:00").late}
    assert late[march.late.number].over == 90 * 60
    assert not late[march.late.number].is_open
    assert late[march.waiting.number].over == 45 * 60
    assert late[march.waiting.number].is_open
    assert report_of(march).late_count == len(late) == 2


def test_quotas_are_those_of_the_month_and_of_its_year_until_then(march: March) -> None:
    used = {use.year.code: use for use in report_of(march).quotas}
    assert (used["legal"].month.used, used["legal"].year.used, used["legal"].year.over) == (30, 75, 10)
    assert (used["sparring"].month.used, used["sparring"].year.used, used["sparring"].year.allowed) == (1, 2, 2)
    assert {use.plan for use in used.values()} == {"Professional"}


def test_a_contract_outside_the_month_has_no_quotas_in_it(march: March) -> None:
    contract = march.cast.contract
    contract.ends_on, contract.status = date(2026, 2, 28), "ended"
    contract.save()
    assert report_of(march).quotas == []
    contract.ends_on = date(2026, 3, 1)
    contract.save()
    assert report_of(march).quotas


def test_answers_belong_to_the_month_of_their_survey_and_to_twelve(march: March) -> None:
    asked = report_of(march).satisfaction
    assert (asked.month.sent, asked.month.answered) == (4, 3)
    assert (asked.year.sent, asked.year.answered) == (6, 5)
    month, year = asked.tallies
    assert (month.promoters, month.passives, month.detractors) == (2, 0, 1)
    assert (year.promoters, year.passives, year.detractors, year.score) == (3, 1, 1, 40)


def test_what_was_solved_has_the_solution_in_plain_words(march: March) -> None:
    solved = report_of(march).solved
    assert [each.subject for each in solved] == ["Kept", "Late", "Carried over"]
    assert solved[2].solution == "Update to 4.2. Then restart."
    assert (solved[1].severity, solved[1].solved_at) == ("high", march.at("03-06 09:00"))


def test_a_month_that_lasts_has_its_figures_up_to_now(march: March) -> None:
    report = report_of(march, at="03-05 09:00")
    assert not report.is_over
    assert report.all_tickets.open == Ticket.objects.filter(customer=march.cast.customer, subject="Late").count() + 1
    assert report_of(march, at="04-01 00:00").is_over


def test_a_month_that_has_not_begun_has_no_report(march: March) -> None:
    with pytest.raises(ValueError, match="2026-03 has not begun"):
        report_of(march, at="02-28 23:59")


def test_a_month_without_anything_is_empty(march: March) -> None:
    report = customer_report(march.cast.stranger, date(2026, 5, 1), zone=march.zone, now=march.at("06-01 09:00"))
    assert (report.promises, report.late, report.quotas, report.solved) == ({}, [], [], [])
    assert report.satisfaction.year.sent == 0


@pytest.mark.parametrize("more", [0, 9])
def test_it_asks_as_often_however_much_there_is(nordsoft: Cast, more: int) -> None:
    march = March(nordsoft)
    for step in range(more):
        ticket = make_ticket(march.cast, severity="high", now=march.at("03-10 08:00") + timedelta(minutes=step))
        resolve(ticket=ticket, actor=march.cast.agent, solution="Done.", now=march.at("03-11 08:00"))
    with Budget(9):
        report_of(march)
