"""My tickets, the company's, and the front."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.portal import rows
from tickets.services.resolution import resolve
from tickets.services.status import set_status
from tickets.services.watchers import add_watcher

Budget = Callable[[int], AbstractContextManager[object]]
HOME, MINE, COMPANY = "/nordsoft/portal/", "/nordsoft/portal/tickets/", "/nordsoft/portal/company/"


def larses(cast: Cast, subject: str) -> Ticket:
    return make_ticket(cast, subject=subject, contact=cast.lars, actor=cast.lars.membership)


def subjects(client: Client, path: str, **query: str) -> list[str]:
    return [row.subject for row in client.get(path, query).context["page"].rows]


def test_mine_are_mine_and_the_companys_are_all(nordsoft: Cast, karin: Client, lars: Client) -> None:
    make_ticket(nordsoft, subject="A")
    larses(nordsoft, "B")
    make_ticket(nordsoft, subject="C", customer=nordsoft.stranger, contact=None)
    assert subjects(karin, MINE) == ["A"]
    assert subjects(karin, COMPANY) == ["B", "A"]
    assert subjects(lars, MINE) == ["B"]
    assert lars.get(COMPANY).status_code == 404


def test_search_reads_subject_text_and_solution_with_the_tenants_stemmer(nordsoft: Cast, karin: Client) -> None:
    make_ticket(nordsoft, subject="Fakturorna skrivs inte ut")
    ticket = make_ticket(nordsoft, subject="Inloggning")
    resolve(ticket=ticket, actor=nordsoft.agent, solution="Byt lösenorden.", now=MONDAY)
    assert subjects(karin, MINE, q="fakturor") == ["Fakturorna skrivs inte ut"]
    assert subjects(karin, MINE, q="lösenord") == ["Inloggning"]
    assert subjects(karin, MINE, q="lösenord", status="open") == []
    assert subjects(karin, MINE, status="open") == ["Fakturorna skrivs inte ut"]
    assert subjects(karin, MINE, status="solved") == ["Inloggning"]


def test_a_search_does_not_reach_a_colleagues_ticket(nordsoft: Cast, lars: Client) -> None:
    make_ticket(nordsoft, subject="Fakturorna skrivs inte ut")
    assert subjects(lars, MINE, q="faktura") == []


def test_pages_follow_each_other_without_gap(nordsoft: Cast, karin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "PAGE", 2)
    for name in "ABCDE":
        make_ticket(nordsoft, subject=name)
    seen, url = [], "?q="
    for _ in range(3):
        page = karin.get(MINE + url)
        seen += [row.subject for row in page.context["page"].rows]
        url = page.context["next_url"]
    assert seen == ["E", "D", "C", "B", "A"]
    assert url == ""
    assert subjects(karin, MINE, after="not a number") == ["E", "D"]


@time_machine.travel(MONDAY, tick=False)
def test_the_front_shows_open_tickets_first_with_their_deadlines(
    nordsoft: Cast, karin: Client, lars: Client, budget: Budget
) -> None:
    assert nordsoft.karin.membership
    nordsoft.karin.membership.user.language = "en"
    nordsoft.karin.membership.user.save()
    make_ticket(nordsoft, subject="Open")
    solved = make_ticket(nordsoft, subject="Solved later")
    resolve(ticket=solved, actor=nordsoft.agent, solution="Done.", now=MONDAY)
    larses(nordsoft, "A colleague's")
    karin.get("/nordsoft/portal/")  # the minute's calendars and notices are known
    with budget(8):
        page = karin.get(HOME)
    assert [row.subject for row in page.context["mine"]] == ["Open", "Solved later"]
    assert page.context["mine"][0].deadline == "Work starts by 14:00"
    assert [row.subject for row in page.context["company"]] == ["A colleague's"]
    assert "Open until 17:00 · lunch 12–13" in page.content.decode()
    assert lars.get(HOME).context["company"] is None


def test_an_empty_portal_says_what_to_do(nordsoft: Cast, karin: Client) -> None:
    for path in (HOME, MINE, COMPANY):
        assert "/nordsoft/portal/new/" in karin.get(path).content.decode()


def test_filters_add_up_and_stand_in_the_address(nordsoft: Cast, karin: Client) -> None:
    make_ticket(nordsoft, subject="A", severity="high", product=nordsoft.product)
    make_ticket(nordsoft, subject="B", severity="high")
    waiting = make_ticket(nordsoft, subject="C")
    set_status(ticket=waiting, actor=nordsoft.agent, status="waiting_customer", now=MONDAY)
    larses(nordsoft, "D")
    product, lars = str(nordsoft.product.pk), str(nordsoft.lars.pk)
    assert subjects(karin, MINE, severity="high") == ["B", "A"]
    assert subjects(karin, MINE, severity="high", product=product) == ["A"]
    assert subjects(karin, MINE, status="waiting") == ["C"]
    assert subjects(karin, COMPANY, who=lars) == ["D"]
    assert subjects(karin, COMPANY, who=lars, severity="high") == []
    nonsense = {"severity": "worst", "product": "x", "period": "7", "who": "me", "status": "lost"}
    assert subjects(karin, COMPANY, **nonsense) == ["D", "C", "B", "A"]
    page = karin.get(COMPANY, {"who": lars, "q": "D & more"})
    assert page.context["asked"].query(after="9") == f"?q=D+%26+more&who={lars}&after=9"
    assert "No ticket matches." in english(karin, nordsoft, COMPANY, who=lars, severity="high")


def test_a_period_counts_back_from_now(nordsoft: Cast, karin: Client) -> None:
    for subject, days in (("Today", 0), ("Last month", 31), ("Last year", 364)):
        make_ticket(nordsoft, subject=subject, now=MONDAY - timedelta(days=days))
    with time_machine.travel(MONDAY, tick=False):
        assert subjects(karin, MINE, period="30") == ["Today"]
        assert subjects(karin, MINE, period="365") == ["Last year", "Last month", "Today"]


def test_a_copied_ticket_stands_among_mine_and_can_be_told_apart(nordsoft: Cast, lars: Client) -> None:
    copied = make_ticket(nordsoft, subject="Karin's")
    larses(nordsoft, "His")
    add_watcher(ticket=copied, actor=None, now=MONDAY, contact=nordsoft.lars)
    assert subjects(lars, MINE) == ["His", "Karin's"]
    assert subjects(lars, MINE, who="copied") == ["Karin's"]
    assert subjects(lars, MINE, who="filed") == ["His"]


def english(client: Client, cast: Cast, path: str, **query: str) -> str:
    member = cast.member("customer")
    member.user.language = "en"
    member.user.save()
    return client.get(path, query).content.decode()


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-04-30 12:10", "Closed · opens Monday 08:00<small>Day before Första maj"),
        ("2026-05-01 10:00", "<small>Första maj"),
        ("2026-03-07 10:00", "<small>Weekend"),
        ("2026-03-03 11:30", "Closed for lunch · opens 13:00</p>"),
        ("2026-03-03 10:30", "Open until 17:00 · lunch 12–13</p>"),
    ],
)
def test_the_front_says_until_when_and_why_we_are_closed(nordsoft: Cast, karin: Client, at: str, text: str) -> None:
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        assert text in english(karin, nordsoft, HOME)
