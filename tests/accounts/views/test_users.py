"""The admin's page."""

import pytest
from django.test import Client

from accounts.models import Invitation, Membership, Role
from accounts.services.invitations import VALID
from tests.cast import MONDAY, Cast

PAGE = "/nordsoft/account/users/"


@pytest.fixture
def admin(client: Client, nordsoft: Cast) -> Client:
    client.force_login(nordsoft.admin.user)
    return client


@pytest.fixture
def invitation(nordsoft: Cast) -> Invitation:
    return Invitation.objects.create(
        email="ny@x.example",
        name="Ny Nilsson",
        role=Role.AGENT,
        invited_by=nordsoft.admin,
        token_hash="0" * 64,
        expires_at=MONDAY + VALID,
    )


def test_members_of_the_desk_are_listed_customers_are_not(admin: Client, nordsoft: Cast) -> None:
    page = admin.get(PAGE).content.decode()
    assert "Maja Sandell" in page
    assert "Sigrid Åhman" in page
    assert "Karin Bergman" not in page


def test_inviting(admin: Client, nordsoft: Cast) -> None:
    answer = admin.post(PAGE, {"email": "ny@x.example", "name": "Ny Nilsson", "role": "manager"})
    assert answer["Location"] == PAGE
    assert Invitation.objects.get().role == Role.MANAGER
    assert "ny@x.example" in admin.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("email", "role", "wrong"),
    [("nobody", "agent", "email"), ("maja@nordsoft.example", "agent", "email"), ("ny@x.example", "customer", "role")],
)
def test_what_cannot_be_sent_keeps_what_was_written(admin: Client, email: str, role: str, wrong: str) -> None:
    answer = admin.post(PAGE, {"email": email, "name": "Ny Nilsson", "role": role})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    page = answer.content.decode()
    assert f'value="{email}"' in page
    assert 'value="Ny Nilsson"' in page
    assert not Invitation.objects.exists()


def test_a_role_is_changed(admin: Client, nordsoft: Cast) -> None:
    assert admin.post(f"{PAGE}{nordsoft.agent.pk}/role/", {"role": "consultant"})["Location"] == PAGE
    assert Membership.objects.get(pk=nordsoft.agent.pk).role == Role.CONSULTANT


def test_the_last_admins_refusal_stands_in_the_form(admin: Client, nordsoft: Cast) -> None:
    for address in ("role", "deactivation"):
        answer = admin.post(f"{PAGE}{nordsoft.admin.pk}/{address}/", {"role": "agent"})
        assert answer.status_code == 200
        (refused,) = [form for _member, form in answer.context["rows"] if form.errors]
        assert refused.non_field_errors()[0] in answer.content.decode()
    member = Membership.objects.get(pk=nordsoft.admin.pk)
    assert (member.role, member.is_active) == (Role.ADMIN, True)


def test_shut_out_and_let_in_again(admin: Client, nordsoft: Cast) -> None:
    for address, is_active in (("deactivation", False), ("activation", True)):
        admin.post(f"{PAGE}{nordsoft.agent.pk}/{address}/")
        assert Membership.objects.get(pk=nordsoft.agent.pk).is_active is is_active


def test_an_invitation_is_sent_again_and_withdrawn(admin: Client, invitation: Invitation) -> None:
    before = invitation.token_hash
    admin.post(f"{PAGE}invitations/{invitation.pk}/sending/")
    invitation.refresh_from_db()
    assert invitation.token_hash != before
    admin.post(f"{PAGE}invitations/{invitation.pk}/withdrawal/")
    assert not Invitation.objects.exists()
    assert admin.post(f"{PAGE}invitations/{invitation.pk}/sending/").status_code == 404


def test_another_desks_member_is_not_there(admin: Client, lonhuset: Cast) -> None:
    assert admin.post(f"{PAGE}{lonhuset.agent.pk}/deactivation/").status_code == 404
