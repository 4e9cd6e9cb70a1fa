"""A company looks after its own contacts, and the trail says who did it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError, RefusedError
from accounts.models import Invitation, Membership, User
from accounts.services.invitations import accept, accept_as_new_user
from contracts.general_terms.selectors import to_be_told
from contracts.models import Contact, ContactEvent
from contracts.selectors.contacts import main_contact
from contracts.services.contact_access import (
    invite_again,
    invite_colleague,
    remove_contact,
    set_company_wide,
    withdraw_invitation,
)
from contracts.services.contacts import invite_contact
from contracts.services.register import ContactCard
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast, make_member

NINA = ContactCard(name="Nina Ek", email="nina@bergs.example")


def kinds(contact: Contact) -> list[str]:
    return [event.kind for event in contact.events.all()]


def karins(cast: Cast) -> Membership:
    assert cast.karin.membership
    return cast.karin.membership


def joined(cast: Cast) -> Contact:
    """Give Nina, invited by Karin and signed in."""
    nina = invite_colleague(customer=cast.customer, actor=karins(cast), card=NINA, now=MONDAY)
    invitation = Invitation.objects.get(contact_id=nina.pk)
    accept_as_new_user(invitation=invitation, name="Nina Ek", password="x" * 12, language="", now=MONDAY)
    nina.refresh_from_db()
    return nina


def test_a_company_wide_contact_invites_by_mail(nordsoft: Cast) -> None:
    nina = invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=NINA, now=MONDAY)
    assert (nina.customer, nina.is_company_wide) == (nordsoft.customer, False)
    mail = OutboxMessage.objects.get()
    assert mail.recipient == "nina@bergs.example"
    assert "Karin Bergman" in mail.text
    assert kinds(nina) == ["entered", "invited"]
    assert {event.actor for event in nina.events.all()} == {nordsoft.karin.membership}


@pytest.mark.parametrize("who", ["lars", "consultant", "stranger"])
def test_nobody_else_does(nordsoft: Cast, who: str) -> None:
    member = nordsoft.lars.membership if who == "lars" else nordsoft.consultant
    if who == "stranger":
        member = make_member("customer", "Else Holm", "furuvik")
        Contact.objects.create(customer=nordsoft.stranger, membership=member, name="Else", is_company_wide=True)
    assert member
    with pytest.raises(NotAllowedError):
        invite_colleague(customer=nordsoft.customer, actor=member, card=NINA, now=MONDAY)
    with pytest.raises(NotAllowedError):
        remove_contact(contact=nordsoft.karin, actor=member, now=MONDAY)
    with pytest.raises(NotAllowedError):
        set_company_wide(contact=nordsoft.lars, actor=member, is_company_wide=True, now=MONDAY)
    assert not ContactEvent.objects.exists()


def test_an_agent_does_it_at_the_desk(nordsoft: Cast) -> None:
    set_company_wide(contact=nordsoft.lars, actor=nordsoft.agent, is_company_wide=True, now=MONDAY)
    assert ContactEvent.objects.get().actor == nordsoft.agent


def test_whose_address_it_is_elsewhere_is_not_told(nordsoft: Cast) -> None:
    card = ContactCard(name="Maja", email=nordsoft.agent.user.email)
    with pytest.raises(RefusedError, match="cannot be invited"):
        invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=card, now=MONDAY)
    with pytest.raises(ValidationError):
        invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=ContactCard(name="X"), now=MONDAY)
    same = ContactCard(name="Lars again", email=nordsoft.lars.email.upper())
    with pytest.raises(ValidationError, match="Lars Holm"):
        invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=same, now=MONDAY)


def test_twenty_invitations_an_hour_are_enough(nordsoft: Cast) -> None:
    for number in range(20):
        card = ContactCard(name="N", email=f"n{number}@bergs.example")
        invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=card, now=MONDAY)
    with pytest.raises(RefusedError):
        invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=NINA, now=MONDAY)
    later = MONDAY + timedelta(minutes=61)
    assert invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=NINA, now=later)


def test_sent_again_the_first_link_is_dead_and_withdrawn_so_is_the_second(nordsoft: Cast) -> None:
    nina = invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=NINA, now=MONDAY)
    first = Invitation.objects.get().token_hash
    invite_again(contact=nina, actor=karins(nordsoft), now=MONDAY)
    assert Invitation.objects.get().token_hash != first
    withdraw_invitation(contact=nina, actor=karins(nordsoft), now=MONDAY)
    withdraw_invitation(contact=nina, actor=karins(nordsoft), now=MONDAY)
    assert not Invitation.objects.exists()
    assert kinds(nina) == ["entered", "invited", "invited", "withdrawn"]


def test_the_last_one_cannot_be_given_up(nordsoft: Cast) -> None:
    with pytest.raises(RefusedError):
        set_company_wide(contact=nordsoft.karin, actor=karins(nordsoft), is_company_wide=False, now=MONDAY)
    Contact.objects.create(customer=nordsoft.customer, name="Never signs in", is_company_wide=True)
    with pytest.raises(RefusedError):
        set_company_wide(contact=nordsoft.karin, actor=karins(nordsoft), is_company_wide=False, now=MONDAY)
    set_company_wide(contact=nordsoft.lars, actor=karins(nordsoft), is_company_wide=True, now=MONDAY)
    set_company_wide(contact=nordsoft.karin, actor=karins(nordsoft), is_company_wide=False, now=MONDAY)
    nordsoft.karin.refresh_from_db()
    assert not nordsoft.karin.is_company_wide
    assert kinds(nordsoft.karin) == ["revoked"]
    assert kinds(nordsoft.lars) == ["granted"]


def test_removed_they_do_not_sign_in_here_any_more_and_stay_written(nordsoft: Cast, lonhuset: Cast) -> None:
    nina = joined(nordsoft)
    assert nina.membership
    member = nina.membership
    remove_contact(contact=nina, actor=karins(nordsoft), now=MONDAY)
    remove_contact(contact=nina, actor=karins(nordsoft), now=MONDAY)
    nina.refresh_from_db()
    member.refresh_from_db()
    assert (nina.membership, nina.left_at, member.is_active) == (None, MONDAY, False)
    assert User.objects.get(email="nina@bergs.example").is_active  # may be somebody's at another desk
    assert kinds(nina) == ["entered", "invited", "removed"]


def test_nobody_removes_themselves_or_the_last_one(nordsoft: Cast) -> None:
    with pytest.raises(RefusedError, match="yourself"):
        remove_contact(contact=nordsoft.karin, actor=karins(nordsoft), now=MONDAY)
    with pytest.raises(RefusedError):
        remove_contact(contact=nordsoft.karin, actor=nordsoft.agent, now=MONDAY)
    nordsoft.karin.refresh_from_db()
    assert nordsoft.karin.left_at is None


def test_who_comes_back_is_the_same_contact(nordsoft: Cast) -> None:
    nina = joined(nordsoft)
    remove_contact(contact=nina, actor=karins(nordsoft), now=MONDAY)
    again = invite_colleague(customer=nordsoft.customer, actor=karins(nordsoft), card=NINA, now=MONDAY)
    assert again.pk == nina.pk
    user = User.objects.get(email="nina@bergs.example")
    member = accept(invitation=Invitation.objects.get(accepted_at=None), user=user, now=MONDAY)
    nina.refresh_from_db()
    assert (nina.membership, nina.left_at, member.is_active) == (member, None, True)


def test_whom_a_colleague_removed_no_mail_domain_lets_in_again(nordsoft: Cast) -> None:
    nina = joined(nordsoft)
    remove_contact(contact=nina, actor=karins(nordsoft), now=MONDAY)
    nina.refresh_from_db()
    with pytest.raises(RefusedError):
        invite_contact(contact=nina, actor=None, now=MONDAY)
    nina.refresh_from_db()
    assert nina.left_at == MONDAY
    assert nina not in to_be_told(MONDAY.date())
    assert main_contact(nordsoft.customer) != nina
