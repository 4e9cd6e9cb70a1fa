"""Whose answers a member of the desk may see."""

from accounts.models import Role
from surveys.models import Answer, Invitation, SurveySettings
from surveys.selectors.visible import sees_names, visible_answers
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket


def answered(ticket: Ticket, score: int = 3, **fields: str) -> Answer:
    """Make an answer about a ticket, given on Monday at nine in Stockholm."""
    invitation = Invitation.objects.create(
        ticket=ticket, contact=ticket.contact, resolved_at=MONDAY, send_at=MONDAY, state="sent", sent_at=MONDAY
    )
    return Answer.objects.create(invitation=invitation, score=score, answered_at=MONDAY, **fields)


def test_managers_see_all_and_agents_their_teams(nordsoft: Cast) -> None:
    of_team = answered(make_ticket(nordsoft, team=nordsoft.team))
    of_nobody = answered(make_ticket(nordsoft))
    assert set(visible_answers(nordsoft.manager)) == set(visible_answers(nordsoft.admin)) == {of_team, of_nobody}
    assert set(visible_answers(nordsoft.agent)) == {of_team}
    assert not visible_answers(nordsoft.colleague).exists()


def test_an_agent_sees_the_answers_about_their_own_tickets(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=nordsoft.colleague)
    answer = answered(ticket)
    assert set(visible_answers(nordsoft.colleague)) == {answer}


def test_consultants_and_customers_see_none(nordsoft: Cast) -> None:
    answered(make_ticket(nordsoft, team=nordsoft.team))
    for role in (Role.CONSULTANT, Role.CUSTOMER):
        assert not visible_answers(nordsoft.member(role)).exists()


def test_colleagues_are_named_to_agents_only_where_the_tenant_says_so(nordsoft: Cast) -> None:
    assert sees_names(nordsoft.manager)
    assert not sees_names(nordsoft.agent)
    SurveySettings.objects.create(names_colleagues=True)
    assert sees_names(nordsoft.agent)
    assert not sees_names(nordsoft.consultant)
