"""The four outcomes: who takes over, on what terms, and what the customer is told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from contracts.models import ConsultancyRate, Partner
from contracts.services.partners import PartnerCard, save_partner
from outbox.models import OutboxMessage
from tests.cast import Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.selectors.notices import suggested_notice
from tickets.services.analysis import analyse


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def rate(nordsoft: Cast) -> ConsultancyRate:
    ConsultancyRate.objects.create(amount=Decimal(1300), currency="SEK", valid_from=date(2025, 1, 1))
    return ConsultancyRate.objects.create(amount=Decimal(1400), currency="SEK", valid_from=date(2026, 1, 1))


def said(cast: Cast, **more: Any) -> dict[str, Any]:
    facts = {"actor": cast.agent, "category": "Print", "finding": "Theirs.", "now": at(10), "notice": "Sigrid does it."}
    return facts | more


def test_a_consultants_time_is_billable_from_then_on(nordsoft: Cast, rate: ConsultancyRate) -> None:
    ticket = make_ticket(nordsoft)
    after = analyse(ticket=ticket, **said(nordsoft, outcome="consultant", consultant=nordsoft.consultant))
    assert after.assignee == nordsoft.consultant
    # Professional: 15 per cent off.
    assert after.billable_from == at(10)
    assert "Sigrid Åhman" in after.billable_reason
    assert "1\u00a0190\u00a0SEK" in after.billable_reason
    event = after.events.get(kind="handed_over")
    assert event.data == {
        "name": "Sigrid Åhman",
        "billable": True,
        "covered": "",
        "price": "1190.00",
        "currency": "SEK",
    }
    assert event.message
    assert event.message.text == "Sigrid does it."
    assert OutboxMessage.objects.get().recipient == nordsoft.karin.email


def test_unless_the_contract_covers_it(nordsoft: Cast, rate: ConsultancyRate) -> None:
    facts = said(nordsoft, outcome="consultant", consultant=nordsoft.consultant, covered="Specialist sparring")
    after = analyse(ticket=make_ticket(nordsoft), **facts)
    assert (after.billable_from, after.billable_reason) == (None, "")
    assert after.events.get(kind="handed_over").data["covered"] == "Specialist sparring"


def test_the_partner_of_the_day_is_mailed_the_facts(nordsoft: Cast) -> None:
    def partner(name: str, begin: date, end: date | None = None) -> Partner:
        card = PartnerCard(name, f"support@{name.lower()}.example", "", begin, end)
        return save_partner(partner=None, product=nordsoft.product, actor=nordsoft.manager, card=card)

    partner("Elder", date(2020, 1, 1))
    new = partner("Younger", date(2026, 3, 2))
    assert Partner.objects.get(name="Elder").valid_to == date(2026, 3, 1)
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    after = analyse(ticket=ticket, **said(nordsoft, outcome="partner"))
    assert (after.partner, after.status) == (new, Ticket.Status.WAITING_THIRD_PARTY)
    mail = OutboxMessage.objects.get(recipient="support@younger.example")
    assert mail.headers["Reply-To"] == "support@nordsoft.example"
    for fact in (str(ticket.number), "Nord Ekonomi", "Bergs Bygg AB", "Karin Bergman", "Theirs.", "closes by itself"):
        assert fact in mail.subject + mail.text, fact
    assert OutboxMessage.objects.filter(recipient=nordsoft.karin.email).count() == 1


def test_without_a_partner_it_cannot_be_handed_over(nordsoft: Cast) -> None:
    card = PartnerCard("Elder", "support@elder.example", "", date(2020, 1, 1), date(2026, 3, 1))
    save_partner(partner=None, product=nordsoft.product, actor=nordsoft.manager, card=card)
    for product in (None, nordsoft.product):
        ticket = make_ticket(nordsoft, product=product)
        with pytest.raises(ValidationError) as refused:
            analyse(ticket=ticket, **said(nordsoft, outcome="partner"))
        assert list(refused.value.message_dict) == ["product"]
        ticket.refresh_from_db()
        assert ticket.outcome == ""
    assert not OutboxMessage.objects.exists()


def test_out_of_scope_keeps_what_was_told(nordsoft: Cast, rate: ConsultancyRate) -> None:
    after = analyse(ticket=make_ticket(nordsoft), **said(nordsoft, outcome="out_of_scope", notice="1 190 an hour."))
    event = after.events.get(kind="out_of_scope")
    assert event.data == {"price": "1190.00", "currency": "SEK"}
    assert event.message
    assert event.message.text == "1 190 an hour."
    with pytest.raises(ValidationError) as refused:
        analyse(ticket=make_ticket(nordsoft), **said(nordsoft, outcome="out_of_scope", notice=" "))
    assert list(refused.value.message_dict) == ["notice"]


def test_a_text_to_start_from_in_the_contacts_language(nordsoft: Cast, rate: ConsultancyRate) -> None:
    nordsoft.karin.language = "en"
    nordsoft.karin.save()
    ticket = make_ticket(nordsoft)

    def text(outcome: str, consultant: str = "", covered: bool = False) -> str:
        facts: dict[str, Any] = {"consultant": consultant, "covered": covered, "product": None, "now": at(10)}
        return suggested_notice(ticket, outcome=outcome, **facts).replace("\u00a0", " ")

    assert text("consultant", "Sigrid Åhman") == (
        "Sigrid Åhman, a consultant with us, takes over your ticket. The work from now on is billed at 1,190 SEK an "
        "hour. Your plan’s discount of 15 per cent is taken off."
    )
    assert text("consultant", "Sigrid Åhman", covered=True).endswith("Your contract covers it.")
    assert "1,190 SEK an hour" in text("out_of_scope")
    assert text("consultant") == text("partner") == text("fix_here") == ""
    ConsultancyRate.objects.all().delete()
    assert text("out_of_scope").endswith("billed by the hour. Answer if you want that.")
