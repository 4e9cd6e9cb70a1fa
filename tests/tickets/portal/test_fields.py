"""A product's fields and billable time, as customers see them."""

from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import text_of
from tickets.models import FieldValue, Ticket
from tickets.services.custom_fields import Definition, define_field
from tickets.services.time import log_time

NEW = "/nordsoft/portal/new/"


def test_what_the_product_asks_for_is_filled_in(nordsoft: Cast, client: Client) -> None:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    client.force_login(nordsoft.karin.membership.user)
    for name, is_shown in (("Users", True), ("Server", False)):
        definition = Definition(name, "number", is_required=True, in_portal=is_shown)
        define_field(actor=nordsoft.admin, product=nordsoft.product, definition=definition)
    asked = text_of(client.get(f"{NEW}fields/?product={nordsoft.product.pk}").content)
    assert "Users" in asked
    assert "Server" not in asked
    filing = {"subject": "No", "text": "No.", "severity": "normal", "product": nordsoft.product.pk}
    refused = client.post(NEW, filing | {"field-1": "many"})
    assert "Users" in text_of(refused.content)
    assert not Ticket.objects.exists()
    key = next(iter(refused.context["own"].fields))
    wrong = client.post(NEW, filing | {key: "many"})
    assert "Write a number." in text_of(wrong.content)
    assert b'value="many"' in wrong.content
    kept = client.post(NEW, filing | {key: "7", "show_promise": "1"})
    assert b'value="7"' in kept.content
    client.post(NEW, filing | {key: "1 200"})
    assert FieldValue.objects.get().text == "1200"
    ticket = Ticket.objects.get()
    assert "Users 1,200" in text_of(client.get(f"/nordsoft/portal/tickets/{ticket.number}/").content)


def test_the_sum_of_billable_time_and_nothing_else_of_it(nordsoft: Cast, client: Client) -> None:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    client.force_login(nordsoft.karin.membership.user)
    ticket = make_ticket(nordsoft)
    page = f"/nordsoft/portal/tickets/{ticket.number}/"
    log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, note="Secret", now=MONDAY)
    assert "Billable" not in text_of(client.get(page).content)
    who = {"ticket": ticket, "actor": nordsoft.agent, "now": MONDAY, "kind": "billable", "reason": "Agreed."}
    log_time(minutes=90, note="Secret", **who)  # type: ignore[arg-type]
    text = text_of(client.get(page).content)
    assert "Billable time so far 1 h 30 min" in text
    assert "Secret" not in text
