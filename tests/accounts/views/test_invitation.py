"""The page behind an invitation's link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, User
from accounts.services.invitations import invite
from outbox.models import OutboxMessage
from tests.cast import PASSWORD, Cast


def _link(cast: Cast, email: str = "ny@x.example") -> str:
    invite(actor=cast.admin, email=email, name="Ny Nilsson", role=Role.AGENT, now=timezone.now())
    found = re.search(r"http://testserver(\S+)", OutboxMessage.objects.latest("pk").text)
    assert found
    return found[1]


def test_a_new_person_chooses_name_and_password_and_is_in(client: Client, nordsoft: Cast) -> None:
    link = _link(nordsoft)
    assert 'value="Ny Nilsson"' in client.get(link).content.decode()
    answer = client.post(link, {"name": "Ny Nygren", "password": PASSWORD})
    assert answer["Location"] == "/nordsoft/"
    user = User.objects.get(email="ny@x.example")
    assert user.name == "Ny Nygren"
    assert client.get("/nordsoft/account/profile/").context["membership"].role == Role.AGENT
    client.logout()
    signed_in = client.post("/nordsoft/account/login/", {"login": user.email, "password": PASSWORD})
    assert signed_in["Location"] == "/nordsoft/"


def test_opening_the_link_changes_nothing(client: Client, nordsoft: Cast) -> None:
    link = _link(nordsoft)
    for _ in range(2):
        assert client.get(link).status_code == 200
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="ny@x.example").exists()


@pytest.mark.parametrize("password", ["short", "password12", "ny@x.example"])
def test_a_weak_password_keeps_the_name(client: Client, nordsoft: Cast, password: str) -> None:
    answer = client.post(_link(nordsoft), {"name": "Ny Nygren", "password": password})
    assert answer.status_code == 200
    assert "password" in answer.context["form"].errors
    assert 'value="Ny Nygren"' in answer.content.decode()
    assert not User.objects.filter(email="ny@x.example").exists()


def test_somebody_known_signs_in_first_and_joins_by_one_button(client: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    guest = lonhuset.agent.user
    link = _link(nordsoft, guest.email)
    assert f"/nordsoft/account/login/?next={link}" in client.get(link).content.decode()
    client.post(link, {"name": "X", "password": PASSWORD})
    client.force_login(nordsoft.colleague.user)
    client.post(link)
    assert not Membership.objects.filter(user=guest).exists()
    client.force_login(guest)
    assert client.post(link)["Location"] == "/nordsoft/"
    assert Membership.objects.get(user=guest).role == Role.AGENT


def test_a_used_expired_or_unknown_link_says_so(client: Client, nordsoft: Cast) -> None:
    link = _link(nordsoft)
    client.post(link, {"name": "Ny", "password": PASSWORD})
    assert client.get(link).status_code == 410
    late = _link(nordsoft, "sen@x.example")
    Invitation.objects.filter(accepted_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(late, {"name": "Sen", "password": PASSWORD}).status_code == 410
    assert client.get("/nordsoft/account/invitation/nosuch/").status_code == 410
