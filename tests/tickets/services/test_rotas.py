"""Managers keep the lists of who is on call."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.errors import NotAllowedError
from accounts.models import Membership, User
from accounts.tenancy.context import tenant_context
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tickets.models import Rota, RotaPlace, RotaTurn
from tickets.on_call import order_at
from tickets.selectors.rotas import lists, on_call_now
from tickets.services.rotas import LONGEST, RotaCard, add_turn, change_rota, create_rota, remove_rota, remove_turn

HOUR = timedelta(hours=1)


def card(*members: Membership, **more: Any) -> RotaCard:
    return RotaCard(**{"weekday": 0, "at": time(9), "first_on": date(2026, 2, 23), "members": members} | more)


def rota_of(cast: Cast, *members: Membership, **more: Any) -> Rota:
    people = members or (cast.agent, cast.colleague, cast.manager)
    return create_rota(actor=cast.manager, team=more.pop("team", None), card=card(*people, **more))


def stand_in(cast: Cast, rota: Rota, member: Membership, *, begins_at: datetime, hours: int, rank: int = 1) -> RotaTurn:
    return add_turn(
        rota=rota,
        actor=cast.manager,
        member=member,
        rank=rank,
        begins_at=begins_at,
        ends_at=begins_at + hours * HOUR,
        now=MONDAY,
    )


def called(at: datetime) -> tuple[int, ...]:
    (listed,) = lists(since=at)
    return order_at(listed.plan, at)


def test_the_line_is_read_in_its_order(nordsoft: Cast) -> None:
    rota_of(nordsoft)
    assert called(MONDAY - HOUR) == (nordsoft.agent.pk, nordsoft.colleague.pk, nordsoft.manager.pk)
    assert called(MONDAY)[0] == nordsoft.colleague.pk  # Monday 9:00 in Stockholm


def test_a_team_has_one_list_and_the_others_share_one(nordsoft: Cast) -> None:
    for team in (None, nordsoft.team):
        rota_of(nordsoft, team=team)
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            rota_of(nordsoft, team=team)
        assert list(refused.value.message_dict) == ["team"]
    assert [listed.team for listed in lists(since=MONDAY)] == ["", "Business systems"]


def test_a_changed_list_counts_at_once(nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    change_rota(rota=rota, actor=nordsoft.manager, card=card(nordsoft.admin))
    assert called(MONDAY) == (nordsoft.admin.pk,)


def test_nobody_stands_in_line_twice(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        rota_of(nordsoft, nordsoft.agent, nordsoft.agent)
    assert list(refused.value.message_dict) == ["members"]


def test_a_consultant_sees_only_their_own_tickets_and_is_not_called(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError):
        rota_of(nordsoft, nordsoft.consultant)
    with pytest.raises(ValidationError) as refused:
        stand_in(nordsoft, rota_of(nordsoft), nordsoft.consultant, begins_at=MONDAY, hours=1)
    assert list(refused.value.message_dict) == ["member"]


def test_a_turn_goes_before_the_rotation_until_it_is_taken_back(nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    turn = stand_in(nordsoft, rota, nordsoft.manager, begins_at=MONDAY, hours=5)
    assert called(MONDAY + HOUR) == (nordsoft.manager.pk, nordsoft.agent.pk, nordsoft.colleague.pk)
    assert called(MONDAY + 5 * HOUR)[0] == nordsoft.colleague.pk
    remove_turn(turn=turn, actor=nordsoft.manager)
    assert called(MONDAY + HOUR)[0] == nordsoft.colleague.pk


@pytest.mark.parametrize(
    ("begins", "length"), [(HOUR, -HOUR), (HOUR, timedelta()), (-3 * HOUR, HOUR), (HOUR, LONGEST + HOUR)]
)
def test_a_turn_that_makes_no_sense_is_refused(nordsoft: Cast, begins: timedelta, length: timedelta) -> None:
    rota = rota_of(nordsoft)
    with pytest.raises(ValidationError) as refused:
        add_turn(
            rota=rota,
            actor=nordsoft.manager,
            member=nordsoft.agent,
            rank=1,
            begins_at=MONDAY + begins,
            ends_at=MONDAY + begins + length,
            now=MONDAY,
        )
    assert list(refused.value.message_dict) == ["ends_at"]


def test_a_removed_list_leaves_nothing(nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    stand_in(nordsoft, rota, nordsoft.manager, begins_at=MONDAY, hours=5)
    remove_rota(rota=rota, actor=nordsoft.manager)
    assert [model.objects.count() for model in (Rota, RotaPlace, RotaTurn)] == [0, 0, 0]


def test_only_managers_keep_lists(nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    turn = stand_in(nordsoft, rota, nordsoft.manager, begins_at=MONDAY, hours=5)
    agent: Any = {"actor": nordsoft.agent}
    times: Any = {"rank": 1, "begins_at": MONDAY, "ends_at": MONDAY + HOUR, "now": MONDAY}
    for forbidden in (
        lambda: create_rota(team=nordsoft.team, card=card(), **agent),
        lambda: change_rota(rota=rota, card=card(), **agent),
        lambda: remove_rota(rota=rota, **agent),
        lambda: add_turn(rota=rota, member=nordsoft.agent, **times, **agent),
        lambda: remove_turn(turn=turn, **agent),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()


def test_who_is_away_or_gone_is_passed_over_and_the_others_keep_their_weeks(nordsoft: Cast) -> None:
    rota_of(nordsoft)
    User.objects.filter(pk=nordsoft.agent.user_id).update(is_active=False)
    Membership.objects.filter(pk=nordsoft.colleague.pk).update(away_until=date(2026, 3, 2))
    assert called(MONDAY - HOUR) == (nordsoft.manager.pk,)
    assert called(MONDAY + HOUR) == (nordsoft.manager.pk,)
    midnight = MONDAY.replace(hour=23)  # in Stockholm
    assert called(midnight) == (nordsoft.colleague.pk, nordsoft.manager.pk)


def test_who_is_on_call_now_changes_at_the_handover_though_it_is_kept(nordsoft: Cast) -> None:
    rota_of(nordsoft)
    before = on_call_now(now=MONDAY - timedelta(seconds=1))
    with Budget(0):
        after = on_call_now(now=MONDAY)
    assert [(one.first, one.second) for one in before + after] == [
        ("Maja Sandell", "Oskar Nyström"),
        ("Oskar Nyström", "Henrik Lund"),
    ]


def test_a_list_without_anybody_says_so(nordsoft: Cast) -> None:
    create_rota(actor=nordsoft.manager, team=None, card=card())
    assert [(one.first, one.second) for one in on_call_now(now=MONDAY)] == [("", "")]


@pytest.mark.parametrize("count", [1, 2])
def test_the_lists_are_read_in_three_questions_however_many(nordsoft: Cast, count: int) -> None:
    for team in (None, nordsoft.team)[:count]:
        rota_of(nordsoft, team=team)
    with Budget(3):
        assert len(lists(since=MONDAY)) == count


def test_another_tenants_list_is_not_seen(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        rota_of(lonhuset)
    with tenant_context(nordsoft.tenant.pk):
        assert lists(since=MONDAY) == []
