"""Which solved tickets are asked about, and that every one of them is accounted for."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from sla.selectors import support_hours
from surveys.models import Invitation, SurveySettings
from surveys.sampling import is_in_sample
from surveys.services.planning import LOOK_BACK, plan_invitations
from surveys.services.sending import send_next
from surveys.services.settings import save_settings
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.surveys.test_invitations import ask, solved
from tickets.models import Tag, Ticket, TicketTag
from tickets.services.messages import customer_wrote
from tickets.services.resolution import resolve

Reason = Invitation.Reason


def choose(cast: Cast, **changes: object) -> SurveySettings:
    values = {
        "actor": cast.manager,
        "share": 100,
        "has_reminder": False,
        "test_tag": "test",
        "test_customer": None,
        "names_colleagues": False,
    }
    return save_settings(**values | changes)  # type: ignore[arg-type]


def tagged(ticket: Ticket, name: str = "test") -> None:
    TicketTag.objects.create(ticket=ticket, tag=Tag.objects.get_or_create(name=name)[0])


def test_a_sample_is_of_the_share_and_in_every_larger_one(nordsoft: Cast) -> None:
    tickets = [Ticket(tenant_id=nordsoft.tenant.pk, number=number) for number in range(1, 4001)]
    chosen = {share: {each.number for each in tickets if is_in_sample(each, share)} for share in (1, 10, 50, 100)}
    assert chosen[1] < chosen[10] < chosen[50] < chosen[100]
    assert len(chosen[100]) == 4000
    assert 340 < len(chosen[10]) < 460  # four standard deviations beside 400
    assert 1870 < len(chosen[50]) < 2130


def test_who_is_not_in_the_sample_is_recorded_as_such_each_time(nordsoft: Cast) -> None:
    choose(nordsoft, share=1)
    ticket = solved(nordsoft)
    assert not is_in_sample(ticket, 1)
    assert ask(MONDAY).reason == Reason.SAMPLED
    customer_wrote(ticket=ticket, contact=nordsoft.karin, actor=None, text="No", now=MONDAY + timedelta(hours=2))
    ticket.refresh_from_db()
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Again.", now=MONDAY + timedelta(hours=3))
    assert ask(MONDAY + timedelta(hours=3)).reason == Reason.SAMPLED
    assert Invitation.objects.count() == 2


def test_a_reason_of_the_tickets_own_comes_before_the_sample(nordsoft: Cast) -> None:
    choose(nordsoft, share=1)
    tagged(solved(nordsoft))
    assert ask(MONDAY).reason == Reason.TEST


def test_a_test_is_what_has_the_tag_even_when_it_gets_it_later(nordsoft: Cast) -> None:
    ticket = solved(nordsoft)
    plan_invitations(now=MONDAY)
    tagged(ticket)
    assert ask(MONDAY + timedelta(days=1)).reason == Reason.TEST


def test_a_test_is_what_the_customer_for_tests_has(nordsoft: Cast) -> None:
    choose(nordsoft, test_tag="", test_customer=nordsoft.customer)
    solved(nordsoft)
    assert ask(MONDAY).reason == Reason.TEST


def test_another_tag_is_no_test(nordsoft: Cast) -> None:
    choose(nordsoft, test_tag="Intern  Prov")
    ticket = solved(nordsoft)
    tagged(ticket)
    assert ask(MONDAY).reason == ""
    tagged(ticket, "intern prov")
    assert ask(MONDAY + timedelta(days=1)).reason == Reason.TEST


def test_nobody_without_a_contract_of_any_kind_is_asked(nordsoft: Cast) -> None:
    lead = solved(nordsoft)
    Ticket.objects.filter(pk=lead.pk).update(kind=Ticket.Kind.LEAD)
    assert ask(MONDAY).reason == Reason.LEAD
    nordsoft.customer.is_prospect = True
    nordsoft.customer.save()
    solved(nordsoft)
    assert ask(MONDAY).reason == Reason.LEAD


@pytest.mark.parametrize("share", [0, 101])
def test_a_share_is_from_1_to_100(nordsoft: Cast, share: int) -> None:
    with pytest.raises(ValidationError):
        choose(nordsoft, share=share)


def test_managers_alone_choose(nordsoft: Cast) -> None:
    with pytest.raises(NotAllowedError):
        choose(nordsoft, actor=nordsoft.agent)


def test_a_worker_that_stood_still_for_long_leaves_no_ticket_without_a_reason(
    nordsoft: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.services.planning.AT_ONCE", 2)
    solved(nordsoft)
    plan_invitations(now=MONDAY)
    for days in range(1, 6):
        solved(nordsoft, now=MONDAY + timedelta(days=days))
    later = MONDAY + 2 * LOOK_BACK
    while plan_invitations(now=later):
        pass
    while send_next(now=later):
        pass
    assert Invitation.objects.filter(reason=Reason.TOO_OLD).count() == 6


def round_at(now: datetime) -> None:
    plan_invitations(now=now)
    while send_next(now=now):
        pass


@pytest.mark.parametrize("seed", range(4))
def test_every_solved_ticket_is_asked_about_or_has_a_reason(nordsoft: Cast, seed: int) -> None:
    dice = Random(seed)  # noqa: S311  (repeatable, not secret)
    choose(nordsoft, share=dice.choice([30, 70, 100]))
    tickets = [make_ticket(nordsoft, contact=dice.choice([nordsoft.karin, nordsoft.lars])) for _ in range(6)]
    now = MONDAY
    for _ in range(14):
        now += timedelta(hours=dice.randint(1, 40))
        ticket = dice.choice(tickets)
        ticket.refresh_from_db()
        if dice.random() < 0.15:
            TicketTag.objects.get_or_create(ticket=ticket, tag=Tag.objects.get_or_create(name="test")[0])
        if ticket.resolved_at is None:
            resolve(ticket=ticket, actor=nordsoft.agent, solution="Restart it.", now=now)
        elif dice.random() < 0.5:
            customer_wrote(ticket=ticket, contact=ticket.contact, actor=None, text="No.", now=now)
        if dice.random() < 0.6:
            round_at(now)
    round_at(now)
    round_at(support_hours().next_open(now + timedelta(days=7)))
    for ticket in Ticket.objects.filter(resolved_at__isnull=False):
        assert ticket.resolved_at
        asked = Invitation.objects.get(ticket=ticket, resolved_at=ticket.resolved_at)
        assert (asked.state == "sent") == (asked.reason == "")
    assert not Invitation.objects.filter(state="planned").exists()
    for contact in (nordsoft.karin, nordsoft.lars):
        assert Invitation.objects.filter(contact=contact, state="sent").count() <= 1
