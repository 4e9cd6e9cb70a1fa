"""Open tickets follow a contract: counted again from the report time, and what is breached stays (domain: Severity)."""

from dataclasses import replace
from datetime import date

from contracts.models import Contract, Product
from contracts.services.agreed import Agreed
from contracts.services.agreements import create_contract, update_contract
from contracts.services.standing import give_notice
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at
from tickets.models import Recount, Ticket, TicketEvent
from tickets.services.recounting import begin_recount
from tickets.services.resolution import resolve
from tickets.services.terms import recount_terms, recount_tickets

Section = Ticket.Section


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def agreed_of(cast: Cast, plan: str = "professional", **more: object) -> Agreed:
    return replace(Agreed(plan=cast.plans[plan], starts_on=date(2026, 1, 1)), **more)


def strangers(cast: Cast, **more: object) -> Ticket:
    return make_ticket(cast, customer=cast.stranger, contact=None, actor=cast.agent, **more)


def test_a_contract_entered_later_counts_from_the_report(nordsoft: Cast) -> None:
    ticket = strangers(nordsoft)
    assert (ticket.queue_section, ticket.next_due_at) == (Section.NO_CONTRACT, None)
    contract = create_contract(
        customer=nordsoft.stranger, actor=nordsoft.manager, agreed=agreed_of(nordsoft), now=MONDAY
    )
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(11)) == 1
    now = fresh(ticket)
    assert (now.contract, now.is_fast_track, now.queue_section) == (contract, True, Section.RUNNING)
    # Reported at 09:00, Normal: 4 opening hours over lunch.
    assert now.next_due_at == at(14)
    assert now.policy_version == nordsoft.policy.versions.get()
    assert {clock.started_at for clock in now.clocks.all()} == {at(9)}
    event = now.events.get(kind=TicketEvent.Kind.TERMS)
    assert (event.actor, event.at) == (nordsoft.manager, at(11))
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(12)) == 0
    assert fresh(ticket).version == now.version


def test_a_contract_that_begins_after_the_report_changes_nothing(nordsoft: Cast) -> None:
    ticket = strangers(nordsoft)
    later = agreed_of(nordsoft, starts_on=date(2026, 3, 3))
    create_contract(customer=nordsoft.stranger, actor=nordsoft.manager, agreed=later, now=MONDAY)
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(11)) == 0
    assert fresh(ticket).queue_section == Section.NO_CONTRACT


def test_a_contract_ended_after_the_report_keeps_its_promise(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    give_notice(contract=nordsoft.contract, actor=nordsoft.manager, ends_on=date(2026, 3, 2), now=MONDAY)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(11)) == 0
    give_notice(contract=nordsoft.contract, actor=nordsoft.manager, ends_on=date(2026, 3, 1), now=MONDAY)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(11)) == 1
    now = fresh(ticket)
    assert (now.contract, now.policy_version, now.is_fast_track) == (None, None, False)
    assert (now.queue_section, now.next_due_at) == (Section.NO_CONTRACT, None)


def test_a_breached_clock_is_history(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, severity="critical")
    start = ticket.clocks.get(metric="start")
    covered = agreed_of(nordsoft, starts_on=date(2020, 1, 1), policy=nordsoft.policy, covers_critical=True)
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=covered, now=MONDAY)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(10)) == 1
    clocks = {clock.metric: clock for clock in ticket.clocks.all()}
    assert (clocks["start"].due_at, clocks["start"].is_covered) == (start.due_at, False)
    assert clocks["start"].due_at < at(10)
    assert clocks["resolution"].is_covered


def test_products_decide_ticket_by_ticket_and_a_plan_without_support_promises_nothing(nordsoft: Cast) -> None:
    other = Product.objects.create(name="Nord Lön")
    mine, theirs = strangers(nordsoft, product=nordsoft.product), strangers(nordsoft, product=other)
    create = {"customer": nordsoft.stranger, "actor": nordsoft.manager}
    create_contract(**create, agreed=agreed_of(nordsoft, "standard", products=[nordsoft.product]), now=MONDAY)
    create_contract(**create, agreed=agreed_of(nordsoft, "basic", products=[other]), now=MONDAY)
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(11)) == 2
    assert fresh(mine).queue_section == Section.RUNNING
    assert (fresh(theirs).queue_section, fresh(theirs).policy_version) == (Section.NO_CLOCK, None)


def test_solved_tickets_and_other_customers_stay(nordsoft: Cast) -> None:
    solved, others = strangers(nordsoft), make_ticket(nordsoft)
    resolve(ticket=solved, actor=nordsoft.agent, solution="Restart it.", now=at(10))
    create_contract(customer=nordsoft.stranger, actor=nordsoft.manager, agreed=agreed_of(nordsoft), now=MONDAY)
    assert recount_terms(customer=nordsoft.stranger, actor=nordsoft.manager, now=at(11)) == 0
    assert Contract.objects.count() == 2
    assert fresh(others).version == others.version
    assert fresh(solved).contract is None


def test_the_policy_of_the_contract_counts(nordsoft: Cast) -> None:
    ticket = strangers(nordsoft)
    create_contract(
        customer=nordsoft.stranger, actor=nordsoft.manager, agreed=agreed_of(nordsoft, "standard"), now=MONDAY
    )
    recount_terms(customer=nordsoft.stranger, actor=None, now=at(11))
    event = fresh(ticket).events.get(kind=TicketEvent.Kind.TERMS)
    assert event.data["policy_version"] == nordsoft.policy.versions.get().pk
    assert event.actor is None


def test_a_contract_changed_keeps_the_version_that_an_open_ticket_is_under(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    first = nordsoft.policy.versions.get()
    first.pk, first.number, first.targets = None, 2, {"normal": {"start": {"minutes": 60}}}
    first.save()
    covered = agreed_of(nordsoft, starts_on=date(2020, 1, 1), policy=nordsoft.policy, covers_critical=True)
    update_contract(contract=nordsoft.contract, actor=nordsoft.manager, agreed=covered, now=MONDAY)
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(9, 30)) == 1
    assert fresh(ticket).policy_version == nordsoft.policy.versions.get(number=1)
    mine = Ticket.objects.filter(customer=nordsoft.customer)
    assert recount_tickets(mine, actor=nordsoft.manager, now=at(9, 40)) == 0
    begin_recount(Recount(policy_version=first), actor=nordsoft.manager, now=at(9, 40), at_once=1)
    assert fresh(ticket).next_due_at == at(10)


def test_a_ticket_filed_before_the_reason_was_kept_is_not_counted_again_for_it(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    event = ticket.events.get(kind=TicketEvent.Kind.FILED)
    assert event.data.pop("matched_by") == "contract"
    event.save()
    assert recount_terms(customer=nordsoft.customer, actor=nordsoft.manager, now=at(10)) == 0
