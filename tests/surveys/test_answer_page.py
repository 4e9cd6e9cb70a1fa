"""The public answer page."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.services.logo import put_logo
from contracts.models import Contact
from outbox.models import OutboxMessage, WebhookEndpoint
from surveys.models import Answer, FollowUp, Invitation
from tests.cast import MONDAY, Cast
from tests.logos import picture
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
def test_a_browser_that_keeps_no_cookie_can_answer(link: str) -> None:
    assert not Client(enforce_csrf_checks=True).get(link).cookies
    assert Client(enforce_csrf_checks=True).post(link, {"score": "9"}).status_code == 302
    assert Answer.objects.get().score == 9


@time_machine.travel(SENT, tick=False)
def test_without_a_score_the_text_is_kept_and_the_error_named(client: Client, link: str) -> None:
    page = client.post(link, {"reason": "Slow answers"})
    assert page.status_code == 422
    assert "Slow answers" in page.content.decode()


def test_it_can_be_edited_for_seven_days(client: Client, link: str) -> None:
    with time_machine.travel(SENT, tick=False):
        client.post(link, {"score": "9"})
        Invitation.objects.update(language="en")
        assert "This is what you answered." in client.get(link).content.decode()
        assert "We have chosen what you pressed." in client.get(f"{link}?score=2").content.decode()
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


@time_machine.travel(SENT, tick=False)
def test_who_opted_out_by_mistake_takes_it_back(client: Client, link: str) -> None:
    done = client.post(link + "opt-out/", {"List-Unsubscribe": "One-Click"}).content.decode()
    assert 'name="again"' in done
    asked = client.post(link + "opt-out/", {"again": "1"}).content.decode()
    assert 'name="again"' not in asked
    assert not Contact.objects.filter(no_surveys=True).exists()


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


@time_machine.travel(SENT, tick=False)
def test_the_elevens_last_choice_is_kept_by_the_page_and_nothing_else(client: Client, link: str) -> None:
    page = client.get(link + "?score=10").content.decode()
    assert len(re.findall(r'type="radio"[^>]*name="score"', page)) == 11
    assert re.findall(r'value="(\d+)"[^>]*checked', page) == ["10"]
    for nonsense in ("11", "-1", "9x", "٩", "9" * 5000, ""):
        assert "checked" not in client.get(link, {"score": nonsense}).content.decode()


@time_machine.travel(SENT, tick=False)
def test_no_search_engine_no_cache_and_no_other_site_hears_of_the_link(client: Client, link: str) -> None:
    for path in (link, link + "opt-out/", "/nordsoft/survey/forged/"):
        page = client.get(path)
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Referrer-Policy"] == "same-origin"
        assert "no-store" in page["Cache-Control"]
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert not re.search(r'(?:src|href)="https?://(?!testserver)', page.content.decode())


def test_a_link_that_leads_nowhere_is_answered_kindly(client: Client, link: str, lonhuset: Cast) -> None:
    for path in (
        "/nordsoft/survey/forged/",
        link.replace("/nordsoft/", "/lonhuset/"),
        "/nordsoft/survey/forged/thanks/",
    ):
        page = client.get(path)
        assert page.status_code == 404
        assert 'class="survey"' in page.content.decode()


@time_machine.travel(SENT, tick=False)
def test_somebody_else_who_is_signed_in_cannot_answer_with_it(client: Client, link: str, nordsoft: Cast) -> None:
    client.force_login(nordsoft.agent.user)
    assert client.post(link, {"score": "10"}).status_code == 409
    assert "Karin Bergman" in client.get(link).content.decode()
    assert Answer.objects.count() == 0
    membership = nordsoft.karin.membership
    assert membership
    client.force_login(membership.user)
    assert client.post(link, {"score": "10"}).status_code == 302


@time_machine.travel(SENT, tick=False)
def test_who_signs_in_with_another_address_than_the_one_written_to_can_answer(
    client: Client, link: str, nordsoft: Cast
) -> None:
    Contact.objects.filter(pk=nordsoft.karin.pk).update(email="karin@another.example")
    membership = nordsoft.karin.membership
    assert membership
    client.force_login(membership.user)
    assert client.post(link, {"score": "10"}).status_code == 302
    assert nordsoft.lars.membership
    client.force_login(nordsoft.lars.membership.user)
    assert client.post(link, {"score": "0"}).status_code == 409


@time_machine.travel(SENT, tick=False)
def test_one_link_is_asked_for_so_often_and_no_more(client: Client, link: str) -> None:
    found = [client.get(link, REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(41)]
    assert found == [200] * 40 + [429]


@time_machine.travel(SENT, tick=False)
def test_one_address_tries_so_many_links_and_no_more(client: Client, link: str) -> None:
    found = [client.get(f"/nordsoft/survey/guess-{number}/").status_code for number in range(121)]
    assert found == [404] * 120 + [429]
    assert client.get(link, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_after_seven_days_the_thanks_offer_no_change(client: Client, link: str) -> None:
    with time_machine.travel(SENT, tick=False):
        assert link + '"' in client.post(link, {"score": "9"}, follow=True).content.decode()
    with time_machine.travel(SENT + timedelta(days=8), tick=False):
        assert link + '"' not in client.get(link + "thanks/").content.decode()


@time_machine.travel(SENT, tick=False)
def test_a_mail_programs_one_press_ends_it_without_a_cookie(link: str) -> None:
    mail = OutboxMessage.objects.latest("pk")
    address = mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Contact.objects.filter(no_surveys=True).count() == 1


@pytest.mark.parametrize("path", ["", "thanks/", "opt-out/", "expired", "forged", "somebody else"])
def test_every_page_behind_a_link_stands_under_the_tenants_logo(
    client: Client, link: str, nordsoft: Cast, path: str
) -> None:
    kept = put_logo(file=SimpleUploadedFile("logo.png", picture()), actor=nordsoft.admin, now=SENT)
    picture_at = f"/nordsoft/account/logo/{kept.version}.png"
    if path == "somebody else":
        client.force_login(nordsoft.agent.user)
    with time_machine.travel(SENT + timedelta(days=31 if path == "expired" else 0), tick=False):
        if path == "thanks/":
            client.post(link, {"score": "9"})
        page = client.get("/nordsoft/survey/forged/" if path == "forged" else link + (path if path[-1:] == "/" else ""))
    text = page.content.decode()
    assert f'<img class="logo" src="{picture_at}" alt="Nordsoft">' in text
    assert 'class="brand"' not in text
    assert "img-src 'self'" in page["Content-Security-Policy"]
    assert Client().get(picture_at).status_code == 200


def test_without_a_logo_the_tenants_name_stands_there(client: Client, link: str) -> None:
    with time_machine.travel(SENT, tick=False):
        text = client.get(link).content.decode()
    assert 'class="logo"' not in text
    assert re.search(r'<p class="brand">.*Nordsoft</p>', text)
