"""Macros: whose they are, what they say, what they change."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.errors import NotAllowedError
from accounts.mailwords.placeholders import check
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Macro, Team, Ticket
from tickets.placeholders import VALUES, Filling, fill
from tickets.selectors.macros import chosen_text, ticket_macros, usable_macros
from tickets.services.macros import MacroCard, apply_macro, remove_macro, save_macro
from tickets.services.resolution import resolve


def keep(cast: Cast, **card: Any) -> Macro:
    values: dict[str, Any] = {"name": "Ask", "owner": cast.agent, "text_en": "Hi"}
    return save_macro(macro=Macro(), actor=cast.agent, card=MacroCard(**values | card))


def test_every_placeholder_is_filled(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    filling = Filling(ticket, nordsoft.agent, MONDAY)
    text = " | ".join("{{" + name + "}}" for name in VALUES)
    filled = fill(text, filling, language="sv")
    assert "{{" not in filled
    assert filled.startswith("Karin Bergman | Karin | Bergs Bygg AB | ")
    assert " | Nord Ekonomi | Normal | " in filled
    assert "Maja Sandell | Maja | 14:00" in filled  # 4 business hours, over lunch
    assert fill("{{ contact.first_name }}", filling, language="en") == "Karin"


def test_without_contact_the_company_is_greeted(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, contact=None, actor=nordsoft.agent)
    assert fill("Hi {{contact.first_name}}", Filling(ticket, nordsoft.agent, MONDAY), language="en") == (
        "Hi Bergs Bygg AB"
    )


@pytest.mark.parametrize("text", ["{{contact.shoe_size}}", "Hi {{contact.name", "Hi contact.name}}", "{{}}"])
def test_a_wrong_placeholder_is_told_at_its_field(nordsoft: Cast, text: str) -> None:
    with pytest.raises(ValidationError):
        check(text, VALUES)
    with pytest.raises(ValidationError) as caught:
        keep(nordsoft, text_da=text)
    assert list(caught.value.message_dict) == ["text_da"]
    assert not Macro.objects.exists()


def test_a_macro_that_does_nothing_is_refused(nordsoft: Cast) -> None:
    with pytest.raises(ValidationError):
        keep(nordsoft, text_en="")
    assert keep(nordsoft, text_en="", set_status="in_progress").pk


@pytest.mark.parametrize(
    ("written", "spoken", "chosen"),
    [
        ("sv da en", "da", "da"),
        ("sv en", "da", "sv"),  # the tenant's language
        ("da en", "", "en"),
        ("da", "sv", "da"),
    ],
)
def test_the_contacts_language_decides(written: str, spoken: str, chosen: str) -> None:
    macro = Macro(**{f"text_{language}": language for language in written.split()}, tenant_id=1)
    assert chosen_text(macro, spoken, "sv") == (chosen, chosen)


def test_mine_my_teams_and_everybodys_are_mine_to_use(nordsoft: Cast) -> None:
    other = Team.objects.create(name="Other")
    Macro.objects.create(name="Mine", owner=nordsoft.agent, text_en="x")
    Macro.objects.create(name="Oskar's", owner=nordsoft.colleague, text_en="x")
    Macro.objects.create(name="My team's", team=nordsoft.team, text_en="x")
    Macro.objects.create(name="Other team's", team=other, text_en="x")
    Macro.objects.create(name="Everybody's", text_en="x")
    assert [macro.name for macro in usable_macros(nordsoft.agent)] == ["Everybody's", "Mine", "My team's"]
    assert [macro.name for macro in usable_macros(nordsoft.manager)] == ["Everybody's", "My team's", "Other team's"]
    rows = ticket_macros(make_ticket(nordsoft), member=nordsoft.agent, now=MONDAY)
    assert [(row.name, row.may_change) for row in rows] == [
        ("Everybody's", False), ("Mine", True), ("My team's", False)
    ]  # fmt: skip


def test_only_managers_keep_what_others_use(nordsoft: Cast) -> None:
    for scope in ({"owner": None}, {"owner": None, "team": nordsoft.team}, {"owner": nordsoft.colleague}):
        with pytest.raises(NotAllowedError):
            keep(nordsoft, **scope)
    shared = save_macro(macro=Macro(), actor=nordsoft.manager, card=MacroCard(name="All", text_en="x"))
    with pytest.raises(NotAllowedError):
        save_macro(macro=shared, actor=nordsoft.agent, card=MacroCard(name="Mine", owner=nordsoft.agent, text_en="x"))
    with pytest.raises(NotAllowedError):
        remove_macro(macro=shared, actor=nordsoft.agent)
    remove_macro(macro=shared, actor=nordsoft.manager)
    assert not Macro.objects.exists()


def test_it_changes_status_assignee_and_team(nordsoft: Cast) -> None:
    macro = Macro.objects.create(
        name="Hand on", set_status="waiting_third_party", set_assignee=nordsoft.colleague, set_team=nordsoft.team
    )
    ticket = apply_macro(ticket=make_ticket(nordsoft), macro=macro, actor=nordsoft.agent, now=MONDAY)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.team) == (
        Ticket.Status.WAITING_THIRD_PARTY, nordsoft.colleague, nordsoft.team
    )  # fmt: skip


def test_whoever_sends_becomes_the_assignee_and_the_button_decides_the_status(nordsoft: Cast) -> None:
    macro = Macro.objects.create(name="Mine now", assigns_sender=True, set_status="in_progress")
    ticket = apply_macro(ticket=make_ticket(nordsoft), macro=macro, actor=nordsoft.agent, now=MONDAY, with_status=False)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == (Ticket.Status.NEW, nordsoft.agent)


def test_a_ticket_that_is_done_stays_as_it_is(nordsoft: Cast) -> None:
    macro = Macro.objects.create(name="Mine now", assigns_sender=True, set_status="in_progress")
    now = MONDAY + timedelta(hours=1)
    ticket = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.colleague, solution="Done", now=now)
    apply_macro(ticket=ticket, macro=macro, actor=nordsoft.agent, now=now)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == (Ticket.Status.RESOLVED, nordsoft.colleague)
