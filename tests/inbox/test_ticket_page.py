"""What came by mail as the ticket's pages show it."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import Membership
from tests.cast import MONDAY, Cast
from tests.inbox.post import KARIN, STRANGER, letter, take
from tickets.models import Ticket
from tickets.threads import new_message_id

CORPUS = Path(__file__).parent / "corpus"


def shown(client: Client, cast: Cast, ticket: Ticket) -> list[str]:
    """Give the desk's page and the customer's."""
    found = []
    for member, page in ((cast.agent, "desk"), (cast.karin.membership, "portal")):
        assert isinstance(member, Membership)
        member.user.language = "en"
        member.user.save()
        client.force_login(member.user)
        answer = client.get(f"/nordsoft/{page}/tickets/{ticket.number}/")
        assert answer.status_code == 200
        found.append(answer.content.decode())
    return found


def answered(cast: Cast, **more: str) -> Ticket:
    first = take(cast, letter(text="It closes."))
    ticket = Ticket.objects.get(pk=first.ticket_id)
    mail = take(cast, letter(in_reply_to=new_message_id(ticket.number, "nordsoft.example"), **more))
    assert mail.ticket == ticket
    return ticket


def test_earlier_mails_are_folded_away(client: Client, nordsoft: Cast) -> None:
    text = "It works.\n\nOn Mon, 2 Mar 2026 at 09:00, Support <support@nordsoft.example> wrote:\n> Restart <b>it</b>.\n"
    for page in shown(client, nordsoft, answered(nordsoft, text=text)):
        _before, folded, rest = page.partition(
            '<details class="more"><summary><svg class="i" aria-hidden="true"><use href="#i-right"/></svg>Earlier mails'
        )
        assert folded
        assert "Restart &lt;b&gt;it&lt;/b&gt;." in rest.partition("</details>")[0]


def test_whoever_is_no_contact_is_shown_by_address(client: Client, nordsoft: Cast) -> None:
    for page in shown(client, nordsoft, answered(nordsoft, sender=STRANGER)):
        assert "Ida Ny &lt;ida@nyab.example&gt;" in page


@pytest.mark.parametrize("name", ["html-script", "html-unclosed", "html-deep"])
def test_hostile_html_is_harmless_on_the_page(client: Client, nordsoft: Cast, name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes().replace(b"Maja Berg <maja@bergsbygg.example>", KARIN.encode())
    mail = take(nordsoft, raw)
    for page in shown(client, nordsoft, Ticket.objects.get(pk=mail.ticket_id)):
        body = page.partition('<div class="body">')[2].partition("</article>")[0]
        assert body
        assert not [
            bad for bad in ("<script", "javascript:", "onclick", "<iframe", "spy.example", "<img") if bad in body
        ]


def test_a_picture_of_the_mail_is_shown_in_its_place(client: Client, nordsoft: Cast) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = KARIN, "support@nordsoft.example", "Look"
    mail.set_content('<p>So: <img src="cid:one@x" alt="it"></p>', subtype="html")
    mail.add_related(b"\x89PNG\r\n\x1a\n" + b"x" * 500, "image", "png", cid="<one@x>", filename="window.png")
    ticket = Ticket.objects.get(pk=take(nordsoft, mail.as_bytes(), now=MONDAY).ticket_id)
    for page in shown(client, nordsoft, ticket):
        assert '<img src="/nordsoft/attachments/' in page
