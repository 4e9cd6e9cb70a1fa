"""Invitations by mail: once, for 14 days, for one address."""

import re
from datetime import timedelta

import pytest

from accounts.errors import NotAllowedError, RefusedError
from accounts.models import Invitation, Membership, Role, User
from accounts.services import invitations
from accounts.services.invitations import accept, accept_as_new_user, invite, open_invitation, resend, withdraw
from accounts.services.members import deactivate
from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import MONDAY, PASSWORD, Cast, make_user

ADDRESS = "ny@nordsoft.example"


def _invite(cast: Cast, email: str = ADDRESS, role: Role = Role.AGENT, contact: Contact | None = None) -> Invitation:
    return invite(
        actor=cast.admin,
        email=email,
        name="Ny Nilsson",
        role=role,
        now=MONDAY,
        contact_id=contact.pk if contact else None,
    )


def _secret() -> str:
    found = re.search(
        r"http://testserver/nordsoft/account/invitation/([^/]+)/", OutboxMessage.objects.latest("pk").text
    )
    assert found
    return found[1]


def test_the_link_stands_in_the_letter_and_nowhere_else(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft, email=" NY@Nordsoft.example ")
    assert invitation.email == ADDRESS
    assert OutboxMessage.objects.get().recipient == ADDRESS
    raw = _secret()
    assert raw not in str(Invitation.objects.values().get())
    assert open_invitation(raw, MONDAY) == invitation


def test_a_new_user_joins(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft, role=Role.CONSULTANT)
    user, member = accept_as_new_user(invitation=invitation, name="Ny", password=PASSWORD, language="da", now=MONDAY)
    assert user.check_password(PASSWORD)
    assert (member.role, member.is_active, user.language) == (Role.CONSULTANT, True, "da")


def test_a_link_works_once(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft)
    user, _member = accept_as_new_user(invitation=invitation, name="Ny", password=PASSWORD, language="", now=MONDAY)
    assert open_invitation(_secret(), MONDAY) is None
    with pytest.raises(RefusedError):
        accept(invitation=invitation, user=user, now=MONDAY)


def test_a_link_works_for_14_days(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft)
    user = make_user("Ny", ADDRESS)
    last = MONDAY + timedelta(days=14)
    assert open_invitation(_secret(), last - timedelta(seconds=1)) == invitation
    assert open_invitation(_secret(), last) is None
    with pytest.raises(RefusedError):
        accept(invitation=invitation, user=user, now=last)


def test_sending_again_kills_the_first_link(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft)
    first = _secret()
    later = MONDAY + timedelta(days=20)
    resend(invitation=invitation, actor=nordsoft.admin, now=later)
    assert OutboxMessage.objects.count() == 2
    assert open_invitation(first, later) is None
    assert open_invitation(_secret(), later) == invitation


def test_a_withdrawn_link_is_dead(nordsoft: Cast) -> None:
    withdraw(invitation=_invite(nordsoft), actor=nordsoft.admin)
    assert open_invitation(_secret(), MONDAY) is None


def test_a_link_belongs_to_its_tenant(nordsoft: Cast, lonhuset: Cast) -> None:
    _invite(nordsoft)
    raw = _secret()
    with tenant_context(lonhuset.tenant.pk):
        assert open_invitation(raw, MONDAY) is None


def test_a_link_belongs_to_its_address(nordsoft: Cast, lonhuset: Cast) -> None:
    with pytest.raises(RefusedError):
        accept(invitation=_invite(nordsoft), user=lonhuset.agent.user, now=MONDAY)


def test_a_user_of_another_desk_joins_as_they_are(nordsoft: Cast, lonhuset: Cast) -> None:
    guest = lonhuset.agent.user
    member = accept(invitation=_invite(nordsoft, email=guest.email), user=guest, now=MONDAY)
    assert member.tenant_id == nordsoft.tenant.pk
    assert User.objects.filter(email=guest.email).count() == 1


def test_somebody_shut_out_comes_back_in_the_new_role(nordsoft: Cast) -> None:
    deactivate(membership=nordsoft.agent, actor=nordsoft.admin)
    invitation = _invite(nordsoft, email=nordsoft.agent.user.email, role=Role.MANAGER)
    member = accept(invitation=invitation, user=nordsoft.agent.user, now=MONDAY)
    assert member.pk == nordsoft.agent.pk
    assert (member.role, member.is_active) == (Role.MANAGER, True)


def test_members_and_open_invitations_are_refused(nordsoft: Cast) -> None:
    with pytest.raises(RefusedError):
        _invite(nordsoft, email=nordsoft.agent.user.email)
    _invite(nordsoft)
    with pytest.raises(RefusedError):
        _invite(nordsoft)


@pytest.mark.parametrize(
    ("actor", "role", "may"),
    [
        ("agent", Role.CUSTOMER, True),
        ("manager", Role.CUSTOMER, True),
        ("consultant", Role.CUSTOMER, False),
        ("customer", Role.CUSTOMER, False),
        ("agent", Role.AGENT, False),
        ("manager", Role.ADMIN, False),
    ],
)
def test_who_invites_whom(nordsoft: Cast, actor: str, role: Role, may: bool) -> None:
    def call() -> Invitation:
        return invite(actor=nordsoft.member(actor), email=ADDRESS, name="Ny", role=role, now=MONDAY)

    if may:
        assert call().role == role
    else:
        with pytest.raises(NotAllowedError):
            call()


def test_a_contact_is_tied_to_its_membership(nordsoft: Cast) -> None:
    contact = Contact.objects.create(customer=nordsoft.customer, name="Ny Nilsson", email=ADDRESS)
    invitation = _invite(nordsoft, role=Role.CUSTOMER, contact=contact)
    _user, member = accept_as_new_user(invitation=invitation, name="Ny", password=PASSWORD, language="", now=MONDAY)
    contact.refresh_from_db()
    assert contact.membership == member


def test_hooks_run_once_each_however_often_they_are_registered(nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr(invitations, "_hooks", [])

    def hook(invitation: Invitation, membership: Membership) -> None:
        seen.append((invitation.pk, membership.role))

    invitations.when_accepted(hook)
    invitations.when_accepted(hook)
    invitation = _invite(nordsoft)
    accept_as_new_user(invitation=invitation, name="Ny", password=PASSWORD, language="", now=MONDAY)
    assert seen == [(invitation.pk, Role.AGENT)]


@pytest.mark.parametrize(("known", "language"), [("", "sv"), ("da", "da")])
def test_the_letter_speaks_the_receivers_language(nordsoft: Cast, known: str, language: str) -> None:
    if known:
        User.objects.create_user(email=ADDRESS, name="Ny", language=known)
    _invite(nordsoft)
    assert f'<html lang="{language}">' in OutboxMessage.objects.get().html


def test_of_two_who_join_at_once_the_second_is_told_that_the_link_was_used(nordsoft: Cast) -> None:
    invitation = _invite(nordsoft)
    seen = Invitation.objects.get(pk=invitation.pk)
    accept_as_new_user(invitation=invitation, name="Ny", password=PASSWORD, language="", now=MONDAY)
    with pytest.raises(RefusedError):
        accept_as_new_user(invitation=seen, name="Ny", password=PASSWORD, language="", now=MONDAY)
