"""The public answer page."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contracts.models import Contact
from outbox.models import OutboxMessage, WebhookEndpoint
from surveys.models import Answer, FollowUp, Invitation
from tests.cast import MONDAY, Cast
from tests.surveys.test_invitations import ask, solved

SENT = MONDAY + timedelta(days=1)


@pytest.fixture
def link(nordsoft: Cast) -> str:
    solved(nordsoft)
    ask(SENT)
    found = re.search(r"http://testserver(/nordsoft/survey/[^/\s]+/)\s", OutboxMessage.objects.latest("pk").text)
    assert found
    return found[1]


@time_machine.travel(SENT, tick=False)
def test_opening_the_link_never_votes(client: Client, link: str) -> None:
    page = client.get(link + "?score=9")
    assert page.status_code == 200
    assert 'value="9" id="id_score_9" checked' in page.content.decode() or "checked" in page.content.decode()
    assert Answer.objects.count() == 0


@time_machine.travel(SENT, tick=False)
def test_the_answer_counts_when_the_form_is_sent(client: Client, link: str) -> None:
    client.post(link, {"score": "9", "reason": "Quick", "improvement": ""})
    answer = Answer.objects.get()
    assert (answer.score, answer.reason) == (9, "Quick")
    assert FollowUp.objects.count() == 0


@time_machine.travel(SENT, tick=False)
def test_without_a_score_the_text_is_kept_and_the_error_named(client: Client, link: str) -> None:
    page = client.post(link, {"reason": "Slow answers"})
    assert page.status_code == 422
    assert "Slow answers" in page.content.decode()


def test_it_can_be_edited_for_seven_days(client: Client, link: str) -> None:
    with time_machine.travel(SENT, tick=False):
        client.post(link, {"score": "9"})
    with time_machine.travel(SENT + timedelta(days=7), tick=False):
        client.post(link, {"score": "7"})
        assert Answer.objects.get().score == 7
    with time_machine.travel(SENT + timedelta(days=7, seconds=1), tick=False):
        assert client.post(link, {"score": "3"}).status_code == 410
        assert Answer.objects.get().score == 7


def test_it_expires_after_thirty_days(client: Client, link: str) -> None:
    with time_machine.travel(SENT + timedelta(days=30, seconds=1), tick=False):
        assert client.get(link).status_code == 410


def test_a_forged_link_is_not_there(client: Client, link: str) -> None:
    assert client.get("/nordsoft/survey/forged/").status_code == 404


def test_a_link_is_its_own_tenants(client: Client, link: str, lonhuset: Cast) -> None:
    assert client.get(link.replace("/nordsoft/", "/lonhuset/")).status_code == 404


@time_machine.travel(SENT, tick=False)
def test_a_detractor_becomes_a_call_within_two_working_days(client: Client, link: str, nordsoft: Cast) -> None:
    client.post(link, {"score": "3"})
    task = FollowUp.objects.get()
    assert (task.due_at - SENT).days == 2  # asked Tuesday 09:00, due Thursday 17:00
    client.post(link, {"score": "2"})
    assert FollowUp.objects.count() == 1
    client.force_login(nordsoft.manager.user)
    page = f"/nordsoft/survey/follow-ups/{task.pk}/"
    assert client.post(page, {"notes": ""}).status_code == 422
    assert client.post(page, {"outcome": "explained", "notes": "Promised a call."}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.owner) == ("done", nordsoft.manager)


@time_machine.travel(SENT, tick=False)
def test_opting_out_asks_first_and_then_sends_no_more(client: Client, link: str) -> None:
    client.get(link + "opt-out/")
    assert not Contact.objects.filter(no_surveys=True).exists()
    client.post(link + "opt-out/")
    assert Contact.objects.get(no_surveys=True).name == "Karin Bergman"


def test_the_token_is_kept_as_a_hash_only(link: str) -> None:
    token = link.rstrip("/").split("/")[-1]
    assert token not in str(Invitation.objects.values().get())


@time_machine.travel(SENT, tick=False)
def test_other_systems_are_told_of_an_answer(client: Client, link: str, nordsoft: Cast) -> None:
    WebhookEndpoint.objects.create(
        url="https://hooks.example.com/", kinds=["survey.answered"], secret="", created_at=SENT
    )
    client.post(link, {"score": "9", "reason": "Quick", "improvement": ""})
    body = json.loads(OutboxMessage.objects.get(kind="webhook").text)
    assert (body["type"], body["timestamp"]) == ("survey.answered", "2026-03-03T08:00:00Z")
    ticket = Answer.objects.get().invitation.ticket
    assert body["data"] == {
        "ticket": ticket.number,
        "customer": {"id": nordsoft.customer.pk, "name": "Bergs Bygg AB"},
        "contact": {"id": nordsoft.karin.pk, "name": "Karin Bergman"},
        "score": 9,
        "reason": "Quick",
        "improvement": "",
        "answered_at": "2026-03-03T08:00:00Z",
        "edited_at": None,
    }
