"""The terms as everybody reads them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from contracts.general_terms.services import begin_terms, withdraw_terms
from tests.budget import Budget
from tests.cast import MONDAY, Cast
from tests.contracts.general_terms.test_terms import FIRST, published

TERMS = "/nordsoft/portal/terms/"
SPRING = date(2026, 5, 1)


@pytest.fixture
def two(nordsoft: Cast) -> Cast:
    published(nordsoft.manager, FIRST, text_sv="Gamla *villkor*", text_en="Old *terms*")
    published(nordsoft.manager, SPRING, text_sv="Nya villkor", summary_sv="Priset stiger.")
    return nordsoft


def text(client: Client, path: str = "", *, status: int = 200) -> str:
    answer = client.get(TERMS + path, headers={"accept-language": "en"})
    assert answer.status_code == status
    return answer.content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_a_stranger_reads_those_in_force_today_and_on_a_date(client: Client, two: Cast) -> None:
    client.cookies["language"] = "en"
    page = text(client)
    assert "Old <em>terms</em>" in page
    assert "in force from 1 Jan 2020 to 30 Apr 2026" in page
    later = text(client, "?on=2026-05-01")
    assert '<article class="prose" lang="sv"><p>Nya villkor</p>' in later
    assert "These terms are not in force yet." in later
    assert "No terms on that day" in text(client, "?on=2019-12-31")
    assert "Priset stiger." in page


@pytest.mark.parametrize("on", ["yesterday", "2026-02-30", "2026-1-1", "20260101", "9999999999", "\0"])
def test_what_is_no_date_is_said(client: Client, two: Cast, on: str) -> None:
    client.cookies["language"] = "en"
    assert "Write the day as 2026-01-31." in text(client, f"?on={on}", status=422)


@time_machine.travel(SPRING + timedelta(days=60), tick=False)
def test_old_and_withdrawn_versions_stay_readable_and_drafts_are_not_there(client: Client, two: Cast) -> None:
    client.cookies["language"] = "en"
    assert "These terms are no longer in force." in text(client, "1/")
    coming = published(two.manager, date(2027, 1, 1), text_sv="Aldrig")
    withdraw_terms(terms=coming, actor=two.manager, now=MONDAY)
    gone = text(client, "3/")
    assert "This version was withdrawn before it came into force." in gone
    assert "Aldrig" in gone
    assert TERMS + "3/" not in text(client)
    draft = begin_terms(actor=two.manager, now=MONDAY)
    text(client, f"{draft.number}/", status=404)
    text(client, "99/", status=404)


def test_a_customer_reads_them_in_the_portal_and_finds_them_from_the_contract(client: Client, two: Cast) -> None:
    assert two.karin.membership
    client.force_login(two.karin.membership.user)
    contract = client.get("/nordsoft/portal/contract/").content.decode()
    assert f'href="{TERMS}"' in contract
    client.get(TERMS)
    with Budget(8):
        page = client.get(TERMS)
    assert "Bergs Bygg AB" in page.content.decode()
    client.force_login(two.agent.user)
    assert client.get(TERMS).status_code == 200
