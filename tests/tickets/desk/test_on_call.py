"""Who is on call, as the desk sees it and managers enter it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from contracts.models import Contract
from sla.services.policies import PolicyDraft, StepDraft, change_policy
from tests.cast import Cast
from tests.tickets.desk.pages import QUEUE, at, count_queries, text_of
from tests.windows import signed_in
from tickets.models import Rota, RotaTurn
from tickets.services.rotas import RotaCard, add_turn, create_rota

PAGE = f"{QUEUE}on-call/"
NOW = at(10)  # Monday 2 March 2026


@pytest.fixture
def manager(nordsoft: Cast) -> Client:
    return signed_in(nordsoft.manager.user)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def rota_of(cast: Cast, *, begins: date = date(2026, 3, 2), **more: Any) -> Rota:
    card = RotaCard(weekday=0, at=time(9), first_on=begins, members=[cast.agent, cast.colleague])
    return create_rota(actor=cast.manager, team=more.get("team"), card=card)


def entered(cast: Cast, **more: Any) -> dict[str, Any]:
    line = {"place-0": cast.agent.pk, "place-1": cast.colleague.pk}
    return {"weekday": 0, "at": "09:00", "first_on": "2026-03-02"} | line | more


def test_everybody_at_the_desk_sees_the_coming_four_weeks(agent: Client, nordsoft: Cast) -> None:
    rota_of(nordsoft)
    text = text_of(agent.get(PAGE).content)
    assert "Handover on Monday at 09:00 · Maja Sandell, Oskar Nyström" in text
    assert "now Mon 9 Mar 09:00 Maja Sandell Oskar Nyström" in text
    assert "Mon 9 Mar 09:00 Mon 16 Mar 09:00 Oskar Nyström Maja Sandell" in text
    assert "Add a list" not in text


def test_an_agent_keeps_no_list(agent: Client, nordsoft: Cast) -> None:
    agent.post(PAGE, entered(nordsoft))
    assert not Rota.objects.exists()


def test_a_manager_makes_a_list(manager: Client, nordsoft: Cast) -> None:
    text = text_of(manager.post(PAGE, entered(nordsoft, team=nordsoft.team.pk), follow=True).content)
    assert "The list is saved." in text
    assert [place.membership for place in Rota.objects.get().places.all()] == [nordsoft.agent, nordsoft.colleague]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place-1": "1"}, "Each person stands in the line once."),
        ({"at": "nine"}, "Enter a valid time."),
        ({"place-0": "0"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(
    manager: Client, nordsoft: Cast, wrong: dict[str, str], said: str
) -> None:
    if wrong.get("place-1"):
        wrong = {"place-1": str(nordsoft.agent.pk)}
    refused = manager.post(PAGE, entered(nordsoft, **wrong))
    assert refused.status_code == 422
    assert said in text_of(refused.content)
    assert not Rota.objects.exists()


def test_a_second_list_for_a_team_is_refused(manager: Client, nordsoft: Cast) -> None:
    rota_of(nordsoft)
    refused = manager.post(PAGE, entered(nordsoft))
    assert refused.status_code == 422
    assert "There is a list for this team already." in text_of(refused.content)


def test_changing_a_list_later_moves_nobodys_week(manager: Client, nordsoft: Cast) -> None:
    rota = rota_of(nordsoft, begins=date(2026, 2, 23))  # this week is Oskar's
    form = manager.get(f"{PAGE}{rota.pk}/").context["form"]
    assert form.initial["first_on"] == date(2026, 3, 2)
    assert (form.initial["place-0"], form.initial["place-1"]) == (nordsoft.colleague.pk, nordsoft.agent.pk)
    data = {name: value for name, value in form.initial.items() if value}
    saved = manager.post(f"{PAGE}{rota.pk}/", data | {"weekday": 0, "place-2": nordsoft.admin.pk}, follow=True)
    assert "now Mon 9 Mar 09:00 Oskar Nyström Maja Sandell" in text_of(saved.content)


def test_somebody_stands_in_and_it_is_taken_back(manager: Client, nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    data = {"member": nordsoft.admin.pk, "rank": 1, "begins_at": "2026-03-03T17:00", "ends_at": "2026-03-04T08:00"}
    text = text_of(manager.post(f"{PAGE}{rota.pk}/turns/", data, follow=True).content)
    assert "Astrid Vik has this turn." in text
    assert "Astrid Vik First Tue 3 Mar 17:00 Wed 4 Mar 08:00 Henrik Lund" in text
    assert RotaTurn.objects.get().begins_at == datetime(2026, 3, 3, 16, tzinfo=UTC)
    assert "Tue 3 Mar 17:00 Wed 4 Mar 08:00 Astrid Vik" in text_of(manager.get(PAGE).content)
    manager.post(f"{PAGE}turns/{RotaTurn.objects.get().pk}/removal/")
    assert not RotaTurn.objects.exists()


def test_a_wrong_turn_is_refused_beside_its_field(manager: Client, nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    data = {"member": nordsoft.admin.pk, "rank": 1, "begins_at": "2026-03-04T17:00", "ends_at": "2026-03-04T08:00"}
    refused = manager.post(f"{PAGE}{rota.pk}/turns/", data)
    assert refused.status_code == 422
    assert "It must end after it begins." in text_of(refused.content)


def test_a_list_is_removed(manager: Client, nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    assert "The list is removed." in text_of(manager.post(f"{PAGE}{rota.pk}/removal/", follow=True).content)
    assert not Rota.objects.exists()


WARNED = "1 contract has round-the-clock cover, and at times nobody is on call."


def test_a_gap_is_warned_of_where_somebody_is_promised_the_night(agent: Client, nordsoft: Cast) -> None:
    rota_of(nordsoft, begins=date(2026, 3, 9))
    assert WARNED not in text_of(agent.get(PAGE).content)
    Contract.objects.update(covers_critical=True)
    text = text_of(agent.get(PAGE).content)
    assert WARNED in text
    assert "General list: now–Mon 9 Mar 09:00" in text


def test_without_any_list_the_promise_is_warned_of(agent: Client, nordsoft: Cast) -> None:
    Contract.objects.update(covers_critical=True)
    text = text_of(agent.get(PAGE).content)
    assert WARNED in text
    assert "There is no list for the tickets of teams without one." in text


def test_a_teams_gap_that_the_general_list_fills_is_none(agent: Client, nordsoft: Cast) -> None:
    Contract.objects.update(covers_critical=True)
    rota_of(nordsoft)
    rota_of(nordsoft, team=nordsoft.team, begins=date(2026, 3, 9))
    assert WARNED not in text_of(agent.get(PAGE).content)


def test_turns_for_the_nights_leave_no_gap_while_support_is_open(agent: Client, nordsoft: Cast) -> None:
    Contract.objects.update(covers_critical=True)
    card = RotaCard(weekday=0, at=time(9), first_on=date(2026, 3, 2), members=[])
    rota = create_rota(actor=nordsoft.manager, team=None, card=card)
    for day in range(4):  # Monday to Thursday night
        begins = at(17) + timedelta(days=day)
        turn: Any = {"member": nordsoft.agent, "rank": 1, "begins_at": begins, "ends_at": begins + timedelta(hours=15)}
        add_turn(rota=rota, actor=nordsoft.manager, now=NOW, **turn)
    text = text_of(agent.get(PAGE).content)
    assert "General list: Fri 6 Mar 08:00–…" in text
    assert "Tue 3 Mar 08:00–Tue 3 Mar 17:00" not in text


def test_the_queue_says_who_is_on_call(agent: Client, nordsoft: Cast, django_capture_on_commit_callbacks: Any) -> None:
    assert "On call" not in text_of(agent.get(QUEUE).content)
    with django_capture_on_commit_callbacks(execute=True):
        rota_of(nordsoft)
    assert "On call: Maja Sandell" in text_of(agent.get(f"{QUEUE}?view=mine").content)


def test_the_page_costs_the_same_however_many_lists(agent: Client, nordsoft: Cast) -> None:
    rota_of(nordsoft)
    assert len(count_queries(agent, PAGE)) <= 11
    rota_of(nordsoft, team=nordsoft.team)
    assert len(count_queries(agent, PAGE)) <= 11


def test_a_list_costs_no_more_for_many_turns(manager: Client, nordsoft: Cast) -> None:
    rota = rota_of(nordsoft)
    for day in range(10):
        begins = at(17) + timedelta(days=day)
        turn: Any = {"member": nordsoft.agent, "rank": 1, "begins_at": begins, "ends_at": begins + timedelta(hours=15)}
        add_turn(rota=rota, actor=nordsoft.manager, now=NOW, **turn)
    assert len(count_queries(manager, f"{PAGE}{rota.pk}/")) <= 14


def test_a_policys_step_can_be_for_who_is_on_call(manager: Client, nordsoft: Cast) -> None:
    draft = PolicyDraft(
        name="Standard",
        calendar=nordsoft.calendar,
        targets={("high", "start"): {"minutes": 120}},
        pauses={},
        steps=(StepDraft(("on_call", "team"), share=50),),
    )
    change_policy(policy=nordsoft.policy, actor=nordsoft.manager, draft=draft, now=NOW)
    page = manager.get(f"{QUEUE}policies/{nordsoft.policy.pk}/")
    assert page.context["form"].initial["step-0-to"] == ["team", "on_call"]
    assert "At 50 % of the target: the team, who is on call" in text_of(page.content)
    assert "Who is on call, by day too" in text_of(page.content)
