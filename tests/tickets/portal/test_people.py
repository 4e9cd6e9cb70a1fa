"""The pages on which a company-wide contact looks after the others."""

from django.test import Client

from accounts.models import Invitation
from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.budget import Budget
from tests.cast import MONDAY, Cast, make_member
from tests.factories import make_ticket
from tests.tickets.portal.conftest import signed_in
from tickets.models import TicketWatcher
from tickets.services.messages import reply

PEOPLE = "/nordsoft/portal/people/"


def english(cast: Cast) -> None:
    user = cast.member("customer").user
    user.language = "en"
    user.save()


def test_inviting_withdrawing_and_granting_by_the_page(nordsoft: Cast, karin: Client) -> None:
    english(nordsoft)
    page = karin.post(PEOPLE, {"name": "Nina Ek", "email": "nina@bergs.example"}, follow=True).content.decode()
    assert "The invitation to nina@bergs.example is on its way." in page
    assert "Karin Bergman invited Nina Ek." in page
    nina = Contact.objects.get(name="Nina Ek")
    karin.post(f"{PEOPLE}{nina.pk}/invitation/")
    karin.post(f"{PEOPLE}{nina.pk}/withdrawal/")
    assert not Invitation.objects.exists()
    page = karin.post(f"{PEOPLE}{nina.pk}/scope/", {"wide": "1"}, follow=True).content.decode()
    assert "Karin Bergman let Nina Ek see all the company’s tickets." in page
    nina.refresh_from_db()
    assert nina.is_company_wide
    desk = signed_in(nordsoft.agent).get(f"/nordsoft/desk/customers/{nordsoft.customer.pk}/")
    assert [line.contact.name for line in desk.context["page"].contacts if line.state == "alone"] == ["Nina Ek"]
    assert "Nina Ek" in desk.context["page"].trail[0].text


def test_what_is_wrong_is_said_at_its_field(nordsoft: Cast, karin: Client) -> None:
    english(nordsoft)
    page = karin.post(PEOPLE, {"name": "", "email": "no address"})
    assert set(page.context["form"].errors) == {"name", "email"}
    taken = karin.post(PEOPLE, {"name": "Maja", "email": nordsoft.agent.user.email})
    assert "cannot be invited. Ask support." in taken.content.decode()
    assert not Contact.objects.filter(name="Maja").exists()


def test_removing_says_what_it_means_and_what_is_open_goes_on(nordsoft: Cast, karin: Client, lars: Client) -> None:
    english(nordsoft)
    ticket = make_ticket(nordsoft, contact=nordsoft.lars, actor=nordsoft.lars.membership)
    address = f"{PEOPLE}{nordsoft.lars.pk}/removal/"
    assert "You are copied on their 1 open ticket from now on." in karin.get(address).content.decode()
    karin.post(address)
    assert lars.get("/nordsoft/portal/").status_code == 404
    assert TicketWatcher.objects.get().contact == nordsoft.karin
    OutboxMessage.objects.all().delete()
    ticket.refresh_from_db()
    reply(ticket=ticket, actor=nordsoft.agent, text="Restart it.", now=MONDAY)
    assert [mail.recipient for mail in OutboxMessage.objects.all()] == [nordsoft.karin.email]
    assert "Lars Holm" not in [person.contact.name for person in karin.get(PEOPLE).context["people"]]
    assert karin.get(f"/nordsoft/portal/tickets/{ticket.number}/").status_code == 200


def test_the_last_ones_refusal_is_said(nordsoft: Cast, karin: Client) -> None:
    english(nordsoft)
    page = karin.post(f"{PEOPLE}{nordsoft.karin.pk}/scope/", {"wide": "0"}, follow=True).content.decode()
    assert "Nobody else sees the whole company’s tickets." in page


def test_for_others_there_is_no_such_page(nordsoft: Cast, karin: Client, lars: Client) -> None:
    member = make_member("customer", "Else Holm", "furuvik")
    elses = Contact.objects.create(customer=nordsoft.stranger, membership=member, name="Else", is_company_wide=True)
    for path in ("", "invitation/", "withdrawal/", "scope/", "removal/"):
        theirs = f"{PEOPLE}{elses.pk}/{path}" if path else PEOPLE
        mine = f"{PEOPLE}{nordsoft.lars.pk}/{path}" if path else PEOPLE
        assert lars.post(mine).status_code == 404, path
        assert not path or karin.post(theirs, {"wide": "1"}).status_code == 404, path
    elses.refresh_from_db()
    assert elses.left_at is None


def test_the_page_asks_little(nordsoft: Cast, karin: Client) -> None:
    for number in range(5):
        Contact.objects.create(customer=nordsoft.customer, name=f"N{number}", email=f"n{number}@bergs.example")
    karin.get(PEOPLE)
    with Budget(8):
        assert len(karin.get(PEOPLE).context["people"]) == 7
