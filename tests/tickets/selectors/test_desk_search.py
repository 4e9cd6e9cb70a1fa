"""What the desk's search finds, why, and for whom."""

from typing import Any

import pytest

from accounts.models import Membership
from accounts.tenancy.context import tenant_context
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.selectors.desk_search import PAGE, Found, SearchPage, marked, search
from tickets.selectors.search_filters import SearchFilter
from tickets.services.messages import add_note, reply
from tickets.services.resolution import resolve


def find(words: str, member: Membership, page: int = 1, **filters: str) -> SearchPage:
    return search(SearchFilter.read({"q": words, **filters}), member=member, now=MONDAY, page=page)


def numbers(words: str, member: Membership, **filters: Any) -> list[int]:
    return [row.ticket.number for row in find(words, member, **filters).rows]


def only(words: str, member: Membership, **filters: str) -> Found:
    (row,) = find(words, member, **filters).rows
    return row


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Fakturorna saknas", "faktura"),
        ("En faktura saknas", "fakturorna"),
        ("Fakturan saknas", "faktura"),
        ("Fakturan saknas", "fakturorna"),
        ("En faktura saknas", "fakturan"),
        ("Disketten och listan", "lista"),
        ("Skrivaren står stilla", "skrivare"),
        ("The invoices are missing", "invoice"),
    ],
)
def test_another_form_of_a_word_is_found_in_swedish(nordsoft: Cast, written: str, asked: str) -> None:
    nordsoft.karin.language = "en" if written.startswith("The") else ""
    nordsoft.karin.save()
    ticket = make_ticket(nordsoft, subject=written)
    assert numbers(asked, nordsoft.agent) == [ticket.number]


@pytest.mark.parametrize(
    ("written", "asked"),
    [("Fakturaerne mangler", "faktura"), ("En faktura mangler", "fakturaerne"), ("Lønsedlerne er væk", "lønsedler")],
)
def test_another_form_of_a_word_is_found_in_danish(lonhuset: Cast, written: str, asked: str) -> None:
    with tenant_context(lonhuset.tenant.pk):
        ticket = make_ticket(lonhuset, subject=written)
        assert numbers(asked, lonhuset.agent) == [ticket.number]


def test_each_place_is_named_and_marked(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, subject="Kopplingen stannar", text="Sedan i går är allt borta.")
    reply(ticket=ticket, actor=nordsoft.agent, text="Vilken **skrivare** är vald?", now=MONDAY)
    ticket.refresh_from_db()
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Välj en annan mall.", now=MONDAY)
    row = only("skrivaren", nordsoft.agent)
    assert [(place.what, place.when) for place in row.places] == [("Message from Maja Sandell", "2 Mar 2026")]
    assert row.places[0].text == "Vilken **<mark>skrivare</mark>** är vald?"
    assert row.places[0].url.endswith(f"/{ticket.number}/#m{ticket.messages.order_by('pk')[1].pk}")
    row = only("kopplingar", nordsoft.agent)
    assert row.subject == "<mark>Kopplingen</mark> stannar"
    assert row.places == []
    # The solution was sent as a message as well: it stands there once.
    assert [place.what for place in only("mallar", nordsoft.agent).places] == ["Solution"]


def test_what_people_wrote_never_becomes_markup(nordsoft: Cast) -> None:
    hostile = "<script>alert(1)</script> \ue000<b>faktura</b>\ue001 & <mark>"
    make_ticket(nordsoft, subject=hostile, text=hostile)
    row = only("faktura", nordsoft.agent)
    shown = row.subject + row.places[0].text
    assert "<mark>faktura</mark>" in row.subject
    assert "\ue000" not in shown
    for tag in ("<script", "<b>", "& "):
        assert tag not in shown
    assert shown.count("<mark>") == shown.count("</mark>")


def test_marks_are_escaped_first() -> None:
    assert marked("a<\ue000b\ue001>") == "a&lt;<mark>b</mark>&gt;"


def test_notes_are_found_unless_left_out(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    add_note(ticket=ticket, actor=nordsoft.agent, text="Samma fel som hos Granit.", now=MONDAY)
    (place,) = only("granit", nordsoft.agent).places
    assert (place.what, place.is_note) == ("Note by Maja Sandell", True)
    assert numbers("granit", nordsoft.agent, notes="no") == []
    assert numbers("invoices", nordsoft.agent, notes="no") == [ticket.number]


def test_a_number_an_address_and_parts_of_words_are_found(nordsoft: Cast) -> None:
    first = make_ticket(nordsoft, subject="Leverantörsreskontran är tom")
    named = make_ticket(nordsoft, subject=f"Som i {first.number}")
    assert numbers(str(first.number), nordsoft.agent)[0] == first.number
    assert numbers(f"#{first.number}", nordsoft.agent)[0] == first.number
    assert numbers("leverantörsres", nordsoft.agent) == [first.number]
    assert numbers("reskontr", nordsoft.agent) == [first.number]
    assert set(numbers("KARIN@nordsoft.example", nordsoft.agent)) == {first.number, named.number}
    row = find("karin@nordsoft.example", nordsoft.agent).rows[0]
    assert row.places[0].what == "E-mail address of Karin Bergman"
    assert only("RESKONTR", nordsoft.agent).subject == "Leverantörs<mark>reskontr</mark>an är tom"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "och",
        "  ",
        "'",
        '"',
        "a & b",
        "!",
        "-faktura",
        "%",
        "\\",
        "😀",
        "\0",
        "qq:*",
        "1(1e99)an(1",
        'fakturan 1 "2 an" <-> an\\an',
        "x" * 300,
    ],
)
def test_no_words_break_it(nordsoft: Cast, words: str) -> None:
    make_ticket(nordsoft)
    find(words, nordsoft.agent)


def test_filters_narrow_what_is_found(nordsoft: Cast) -> None:
    done = make_ticket(nordsoft, product=nordsoft.product)
    resolve(ticket=done, actor=nordsoft.agent, solution="Restart.", now=MONDAY)
    other = make_ticket(nordsoft, severity="high", customer=nordsoft.stranger, contact=None)
    agent, me = nordsoft.agent, done.number
    assert set(numbers("invoices", agent)) == {me, other.number}
    for filters, expected in (
        ({"status": "solved"}, me),
        ({"status": "open"}, other.number),
        ({"severity": "high"}, other.number),
        ({"product": str(nordsoft.product.pk)}, me),
        ({"customer": str(nordsoft.stranger.pk)}, other.number),
        ({"company": "furuvik"}, other.number),
        ({"assignee": "me"}, me),
        ({"assignee": "none"}, other.number),
        ({"assignee": str(agent.pk)}, me),
    ):
        assert numbers("invoices", agent, **filters) == [expected], filters
    assert numbers("invoices", agent, company="nobody") == []
    Ticket.objects.filter(pk=done.pk).update(opened_at=MONDAY.replace(year=2025))
    assert numbers("invoices", agent, period="90") == [other.number]


def test_a_consultant_finds_what_was_handed_to_them(nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert numbers("invoices", nordsoft.consultant) == []
    assert numbers(str(ticket.number), nordsoft.consultant) == []
    Ticket.objects.filter(pk=ticket.pk).update(assignee=nordsoft.consultant)
    make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    assert numbers("invoices", nordsoft.consultant) == [ticket.number]


def test_another_tenant_is_never_found(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        make_ticket(lonhuset)
    assert numbers("invoices", nordsoft.agent) == []


def test_the_newer_leads_among_equals_and_the_subject_before_the_text(nordsoft: Cast) -> None:
    old = make_ticket(nordsoft, subject="Bokslut")
    new = make_ticket(nordsoft, subject="Bokslut")
    text = make_ticket(nordsoft, subject="Fråga", text="Om bokslut och annat.")
    Ticket.objects.filter(pk=old.pk).update(opened_at=MONDAY.replace(year=2024))
    assert numbers("bokslut", nordsoft.agent)[0] == new.number
    assert set(numbers("bokslut", nordsoft.agent)) == {old.number, new.number, text.number}


def test_pages_follow_each_other_and_cost_the_same(nordsoft: Cast) -> None:
    made = [make_ticket(nordsoft).number for _ in range(PAGE + 3)]
    first = find("invoices", nordsoft.agent)
    second = find("invoices", nordsoft.agent, page=2)
    seen = [row.ticket.number for row in first.rows + second.rows]
    assert sorted(seen) == made
    assert (first.count, first.previous, first.next) == (PAGE + 3, None, 2)
    assert (second.previous, second.next) == (1, None)
    with Budget(4):
        find("invoices", nordsoft.agent)
