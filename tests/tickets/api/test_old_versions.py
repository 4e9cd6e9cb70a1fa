"""Hours that are changed later change nothing in what an old ticket tells."""

from sla.calendars import compiled
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller
from tests.tickets.desk.pages import at
from tests.tickets.services.test_recounting import change, hours
from tickets.services.recounting import recount_tenants
from tickets.services.resolution import resolve


def test_the_ledger_of_an_old_ticket_uses_the_version_it_was_counted_with(nordsoft: Cast, agent: Caller) -> None:
    ticket = make_ticket(nordsoft)  # Monday 09:00
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=at(9, 30))
    path = f"tickets/{ticket.number}/clocks/"
    before = agent.get(path).json()["clocks"]
    assert [(row["counted"], row["seconds"]) for row in before[0]["ledger"]["rows"]] == [(True, 1800)]
    change(nordsoft, hours(10 * 60, 17 * 60))
    recount_tenants(nordsoft.tenant.pk, now=at(10))
    assert agent.get(path).json()["clocks"] == before
    newest = nordsoft.calendar.versions.order_by("-number")[0]
    assert newest.number == 2
    assert compiled(newest).elapsed(at(9), at(9, 30)) == 0  # the new hours would count nothing
    assert {clock.calendar_version.number for clock in ticket.clocks.all()} == {1}
