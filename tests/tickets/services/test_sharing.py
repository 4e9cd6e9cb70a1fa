"""Who gets a ticket by a team's rule: in turn, by load, the personal consultant; fair, also at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership
from accounts.services.profile import set_away
from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast, make_cast, make_member
from tests.factories import make_ticket
from tickets.models import Team, TeamMember, Ticket
from tickets.services.assignment import assign
from tickets.services.teams import update_team

Rule = Team.Rule


def set_rule(cast: Cast, *members: Membership, rule: str = Rule.ROUND_ROBIN, **more: object) -> Team:
    update_team(team=cast.team, actor=cast.manager, name="All", members=members, rule=rule, **more)  # type: ignore[arg-type]
    return cast.team


def test_by_hand_it_is_nobodys(nordsoft: Cast) -> None:
    assert make_ticket(nordsoft, team=nordsoft.team).assignee is None


def test_in_turn_and_the_trail_says_so(nordsoft: Cast) -> None:
    team = set_rule(nordsoft, nordsoft.agent, nordsoft.colleague)
    given_to = [make_ticket(nordsoft, team=team).assignee for _ in range(4)]
    assert given_to == [nordsoft.agent, nordsoft.colleague, nordsoft.agent, nordsoft.colleague]
    event = Ticket.objects.order_by("-pk")[0].events.get(kind="assigned")
    assert (event.actor, event.data["rule"], event.data["name"]) == (None, "round_robin", "Oskar Nyström")


def test_who_is_away_or_gone_or_a_newcomer(nordsoft: Cast) -> None:
    team = set_rule(nordsoft, nordsoft.agent, nordsoft.colleague)
    set_away(actor=nordsoft.agent, until=date(2026, 3, 2))  # today included
    assert make_ticket(nordsoft, team=team).assignee == nordsoft.colleague
    set_away(actor=nordsoft.agent, until=date(2026, 3, 1))
    assert [make_ticket(nordsoft, team=team).assignee for _ in range(2)] == [nordsoft.agent, nordsoft.colleague]
    Membership.objects.filter(pk=nordsoft.agent.pk).update(is_active=False)
    assert make_ticket(nordsoft, team=team).assignee == nordsoft.colleague
    set_away(actor=nordsoft.colleague, until=date(2026, 3, 9))
    assert make_ticket(nordsoft, team=team).assignee is None


def test_the_fewest_open_tickets_anywhere(nordsoft: Cast) -> None:
    team = set_rule(nordsoft, nordsoft.agent, nordsoft.colleague, rule=Rule.LEAST_LOADED)
    for _ in range(2):
        elsewhere = make_ticket(nordsoft)
        assign(ticket=elsewhere, actor=nordsoft.manager, assignee=nordsoft.agent, now=MONDAY)
    given_to = [make_ticket(nordsoft, team=team).assignee for _ in range(3)]
    assert given_to == [nordsoft.colleague, nordsoft.colleague, nordsoft.agent]


@pytest.mark.parametrize("rule", [Rule.BY_HAND, Rule.ROUND_ROBIN])
def test_the_personal_consultant_first_if_they_are_a_member(nordsoft: Cast, rule: str) -> None:
    nordsoft.contract.personal_consultant = nordsoft.consultant
    nordsoft.contract.save()
    team = set_rule(nordsoft, nordsoft.agent, nordsoft.consultant, rule=rule, prefers_personal=True)
    assert [make_ticket(nordsoft, team=team).assignee for _ in range(2)] == [nordsoft.consultant] * 2
    set_rule(nordsoft, nordsoft.agent, rule=rule, prefers_personal=True)
    assert make_ticket(nordsoft, team=team).assignee == (nordsoft.agent if rule == Rule.ROUND_ROBIN else None)


def test_moved_to_a_team_and_a_choice_by_hand_wins(nordsoft: Cast) -> None:
    ticket, other = make_ticket(nordsoft), make_ticket(nordsoft)
    team = set_rule(nordsoft, nordsoft.agent)
    who = {"actor": nordsoft.manager, "now": MONDAY, "team": team}
    assert assign(ticket=ticket, assignee=None, **who).assignee == nordsoft.agent  # type: ignore[arg-type]
    assert assign(ticket=other, assignee=nordsoft.colleague, **who).assignee == nordsoft.colleague  # type: ignore[arg-type]
    # Taken from its assignee, and in the same team: nobody's, or it would come back at once.
    assert assign(ticket=ticket, assignee=None, **who).assignee is None  # type: ignore[arg-type]


def test_a_product_and_all_others_come_to_their_team(nordsoft: Cast) -> None:
    other = Team.objects.create(name="Everything else", is_default=True)
    set_rule(nordsoft, nordsoft.agent, products=[nordsoft.product])
    assert make_ticket(nordsoft, product=nordsoft.product).team == nordsoft.team
    assert make_ticket(nordsoft).team == other
    assert make_ticket(nordsoft, product=nordsoft.product, team=other).team == other
    set_rule(nordsoft, nordsoft.agent, is_default=True)
    assert make_ticket(nordsoft).team == nordsoft.team
    assert not Team.objects.get(pk=other.pk).is_default


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["file", "away", "back"]), max_size=14))
def test_nobody_who_is_there_gets_two_more_than_another(nordsoft: Cast, steps: list[str]) -> None:
    """Among those who never left, in turn never differs by more than one, whoever comes and goes."""
    with transaction.atomic():
        people = [nordsoft.agent, nordsoft.colleague, nordsoft.consultant]
        team = set_rule(nordsoft, *people)
        TeamMember.objects.update(turn=0)
        got: Counter[int] = Counter({people[1].pk: 0, people[2].pk: 0})
        for step in steps:
            if step == "file":
                assignee = make_ticket(nordsoft, team=team).assignee
                assert assignee is not None
                got[assignee.pk] += 1
            else:
                set_away(actor=people[0], until=date(2027, 1, 1) if step == "away" else None)
        assert abs(got[people[1].pk] - got[people[2].pk]) <= 1
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
@pytest.mark.parametrize("rule", [Rule.ROUND_ROBIN, Rule.LEAST_LOADED])
def test_fair_when_many_are_filed_at_once(transactional_db: None, rule: str) -> None:
    cast = make_cast("nordsoft")
    with tenant_context(cast.tenant.pk), transaction.atomic():
        people = [cast.agent, cast.colleague, make_member("agent", "Nils Ek", "nordsoft")]
        team = set_rule(cast, *people, rule=rule)

    def file(_number: int) -> None:
        try:
            with tenant_context(cast.tenant.pk), transaction.atomic():
                make_ticket(cast, team=team)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(file, range(12)))
    with tenant_context(cast.tenant.pk), transaction.atomic():
        counted = Counter(Ticket.objects.values_list("assignee", flat=True))
    assert counted == {person.pk: 4 for person in people}
