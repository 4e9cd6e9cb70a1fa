"""The page about mail that came in."""

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from inbox.models import InboundMail
from tests.budget import Budget
from tests.cast import Cast
from tests.inbox.post import STRANGER, letter, take
from tickets.models import Attachment, Ticket

PAGE = "/nordsoft/mail/in/"


@pytest.fixture
def manager(client: Client, nordsoft: Cast) -> Client:
    nordsoft.manager.user.language = "en"
    nordsoft.manager.user.save()
    client.force_login(nordsoft.manager.user)
    return client


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_became_of_each_mail(manager: Client, nordsoft: Cast) -> None:
    ticket = Ticket.objects.get(pk=take(nordsoft, letter(subject="It closes")).ticket_id)
    take(nordsoft, letter(subject="Our offers", sender=STRANGER, list_id="<offers.example>"))
    take(nordsoft, b"\nno mail")
    page = text(manager)
    assert "It closes" in page
    assert f"/nordsoft/desk/tickets/{ticket.number}/" in page
    assert "Mailing list or newsletter" in page
    assert "1 mail could not be read." in page


def test_it_can_be_narrowed(manager: Client, nordsoft: Cast) -> None:
    take(nordsoft, letter(subject="It closes"))
    take(nordsoft, letter(subject="Our offers", sender=STRANGER, list_id="<offers.example>"))
    for asked in ("?state=left", "?sender=NyAB"):
        page = text(manager, PAGE + asked)
        assert "Our offers" in page
        assert "It closes" not in page
    assert "Nothing has come in that fits" in text(manager, f"{PAGE}?state=failed")
    assert "It closes" in text(manager, f"{PAGE}?state=nonsense&before=x")


def test_older_mails_are_on_further_pages(manager: Client, nordsoft: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inbox.views.mails.SHOWN", 2)
    for number in range(3):
        take(nordsoft, letter(subject=f"Mail no. {number}", precedence="bulk"))
    first = text(manager)
    assert "Mail no. 2" in first
    assert "Mail no. 0" not in first
    last = InboundMail.objects.order_by("-pk")[1].pk
    assert f'href="{PAGE}?before={last}"' in first
    assert "Mail no. 0" in text(manager, f"{PAGE}?before={last}")


def test_a_mail_shows_its_headers_and_words_as_text(manager: Client, nordsoft: Cast) -> None:
    raw = letter(subject="Hello", list_id="<x@y>", text="**Strong** <script>alert(1)</script>")
    page = text(manager, f"{PAGE}{take(nordsoft, raw).pk}/")
    assert "List-Id: &lt;x@y&gt;" in page
    assert "<strong>Strong</strong> &lt;script&gt;" in page
    assert "Take up all the same" in page
    assert "Download" not in page  # managers do not


def test_what_was_left_is_taken_up(manager: Client, nordsoft: Cast) -> None:
    mail = take(nordsoft, letter(precedence="bulk"))
    assert manager.post(f"{PAGE}{mail.pk}/taking-up/").status_code == 302
    mail.refresh_from_db()
    assert (mail.outcome, mail.asked_by) == ("filed", nordsoft.manager)
    page = text(manager, f"{PAGE}{mail.pk}/")
    assert "New ticket" in page
    assert "Take up all the same" not in page
    manager.post(f"{PAGE}{mail.pk}/taking-up/")
    assert "This mail cannot be taken up." in text(manager)
    assert Ticket.objects.count() == 1


def test_what_could_not_be_read_is_read_again(manager: Client, nordsoft: Cast) -> None:
    mail = take(nordsoft, b"\nno mail")
    assert "no headers" in text(manager, f"{PAGE}{mail.pk}/")
    manager.post(f"{PAGE}{mail.pk}/reading/")
    mail.refresh_from_db()
    assert (mail.state, mail.asked_by) == ("stored", nordsoft.manager)


def test_an_admin_downloads_a_mail_as_it_came(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    raw = b"From: x@y.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\xff"
    answer = client.get(f"{PAGE}{take(nordsoft, raw).pk}/raw/")
    assert answer.content == raw
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_mail_with_a_virus_leaves_by_no_door(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.admin.user)
    mail = take(nordsoft, letter(precedence="bulk"))
    InboundMail.objects.update(outcome="virus")
    assert client.get(f"{PAGE}{mail.pk}/raw/").status_code == 404
    page = text(client, f"{PAGE}{mail.pk}/")
    assert [word for word in ("raw/", "reading/", "taking-up/") if word in page] == []


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_as_much_however_many_there_are(manager: Client, nordsoft: Cast, number: int) -> None:
    for at in range(number):
        take(nordsoft, letter(text=str(at), sender=f"p{at}@x.example"))
    with Budget(11):
        text(manager)


def test_another_tenants_mail_is_not_there(manager: Client, nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        mail = take(lonhuset, letter(precedence="bulk"))
    assert manager.get(f"{PAGE}{mail.pk}/").status_code == 404


@pytest.mark.parametrize("held", ["waiting", "infected"])
def test_a_mail_whose_file_is_held_is_not_given_as_it_came(client: Client, nordsoft: Cast, held: str) -> None:
    client.force_login(nordsoft.admin.user)
    mail = take(nordsoft, letter())
    page = f"{PAGE}{mail.pk}/raw/"
    assert client.get(page).status_code == 200
    assert mail.message_id
    assert mail.ticket_id
    Attachment.objects.create(
        message_id=mail.message_id, ticket_id=mail.ticket_id, name="a.zip", content_type="", size=1, path="x",
        uploaded_at=mail.received_at, held=held,
    )  # fmt: skip
    assert client.get(page).status_code == 404
