"""Who is calling: tokens and sessions."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.services.tokens import issue_token, revoke_token
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.api.caller import Caller, assert_problem
from tickets.models import Ticket

ME = "/nordsoft/api/v1/me/"


def test_without_token_is_401(nordsoft: Cast, client: Client) -> None:
    answer = client.get(ME)
    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="supportdesk"'


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer sd_wrong", "Bearer å", "bearer sd_\x00", "Bearer a b"])
def test_a_token_worth_nothing_is_401(nordsoft: Cast, client: Client, header: str) -> None:
    client.force_login(nordsoft.agent.user)  # the token decides, also where somebody is signed in
    answer = client.get(ME, headers={"Authorization": header})
    assert_problem(answer, 401, "authentication_failed")
    assert answer["WWW-Authenticate"]


def test_a_revoked_token_is_401(nordsoft: Cast, agent: Caller) -> None:
    assert agent.get("me/").status_code == 200
    revoke_token(token=agent.token, actor=nordsoft.agent, now=timezone.now())
    assert_problem(agent.get("me/"), 401, "authentication_failed")


def test_the_token_of_somebody_who_left_is_401(nordsoft: Cast, agent: Caller) -> None:
    Membership.objects.filter(pk=nordsoft.agent.pk).update(is_active=False)
    assert_problem(agent.get("me/"), 401, "authentication_failed")
    Membership.objects.filter(pk=nordsoft.agent.pk).update(is_active=True)
    User.objects.filter(pk=nordsoft.agent.user.pk).update(is_active=False)
    assert_problem(agent.get("me/"), 401, "authentication_failed")


def test_a_token_is_worth_nothing_at_another_desk(nordsoft: Cast, lonhuset: Cast, agent: Caller) -> None:
    assert_problem(agent.get("http://testserver/lonhuset/api/v1/me/"), 401, "authentication_failed")


def test_the_tenants_token_acts_as_the_admin_who_made_it(nordsoft: Cast, client: Client) -> None:
    _token, secret = issue_token(actor=nordsoft.admin, name="Sync", is_tenant_wide=True)
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get(ME, headers=headers).json()["role"] == "admin"
    ticket = make_ticket(nordsoft)
    path = f"/nordsoft/api/v1/tickets/{ticket.number}/status/"
    client.put(path, {"status": "in_progress"}, content_type="application/json", headers=headers)
    assert ticket.events.get(kind="started").actor == nordsoft.admin


def test_whoever_is_signed_in_may_read_and_needs_the_csrf_token_to_write(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"/nordsoft/api/v1/tickets/{ticket.number}/status/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(nordsoft.agent.user)
    assert client.get(ME).json()["name"] == "Maja Sandell"
    body = {"status": "in_progress"}
    assert_problem(client.put(path, body, content_type="application/json"), 403, "permission_denied")
    assert Ticket.objects.get().status == "new"
    client.get("/nordsoft/api/v1/docs/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.put(path, body, content_type="application/json", headers=headers).status_code == 200


def test_a_stranger_gets_404(nordsoft: Cast, lonhuset: Cast, client: Client) -> None:
    client.force_login(lonhuset.agent.user)
    assert_problem(client.get(ME), 404, "not_found")
    assert_problem(client.put(ME, {}, content_type="application/json"), 404, "not_found")
    assert client.get("/nordsoft/api/v1/docs/").status_code == 404


def test_the_token_decides_and_not_who_is_signed_in(nordsoft: Cast, agent: Caller) -> None:
    assert nordsoft.lars.membership
    agent.client.force_login(nordsoft.lars.membership.user)
    assert agent.get("me/").json()["name"] == "Maja Sandell"


def test_texts_are_in_the_members_language_else_the_tenants(nordsoft: Cast, agent: Caller) -> None:
    answer = agent.get("tickets/1/")
    assert answer["Content-Language"] == "sv"
    User.objects.filter(pk=nordsoft.agent.user.pk).update(language="en")
    answer = agent.get("tickets/1/")
    assert answer["Content-Language"] == "en"
    assert answer.json()["title"] == "Not found"
    year = f"calendars/{nordsoft.calendar.pk}/days/?year=2026"
    saturday = agent.get(year).json()["days"][2]
    assert saturday["text"] == "Weekend"


def test_a_customer_who_belongs_to_no_company_files_nothing(nordsoft: Cast, lars: Caller) -> None:
    nordsoft.lars.membership = None
    nordsoft.lars.save()
    assert lars.get("tickets/").json()["results"] == []
    assert_problem(lars.post("tickets/", {}), 403, "permission_denied")
    assert_problem(lars.get("sla/preview/?severity=high"), 403, "permission_denied")
