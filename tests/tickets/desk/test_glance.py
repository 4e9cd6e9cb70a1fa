"""The preview beside the queue: the fragment, and the pane in a browser."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, Page, Request, expect

from tests.cast import Cast
from tests.chromium import serious
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, count_queries, page_of, text_of
from tests.tickets.desk.test_queue_browser import QUEUE, cast, majas, marked, page
from tickets.models import ReadMark
from tickets.services.merging import merge
from tickets.services.messages import add_note, reply

__all__ = ["cast", "page"]


@time_machine.travel(at(10), tick=False)
def test_the_newest_messages_and_the_clock_without_reading_it(agent: Client, nordsoft: Cast) -> None:
    into, ticket = make_ticket(nordsoft, subject="Prints nothing"), make_ticket(nordsoft, text="The same again.")
    few = count_queries(agent, f"{page_of(ticket.number)}glance/")
    merge(ticket=ticket, into=into, actor=nordsoft.agent, now=at(9, 10))
    for minute in range(6):
        reply(ticket=into, actor=nordsoft.agent, text=f"Answer {minute}", now=at(9, 20 + minute))
    add_note(ticket=into, actor=nordsoft.colleague, text="A note", now=at(9, 40))
    text = text_of(agent.get(f"{page_of(into.number)}glance/").content)
    assert "Prints nothing" in text
    assert "Bergs Bygg AB , Karin Bergman" in text
    assert "Answer 2" not in text
    assert text.index("Answer 3") < text.index("Answer 5") < text.index("A note")
    assert not ReadMark.objects.filter(membership=nordsoft.agent).exists()
    many = count_queries(agent, f"{page_of(into.number)}glance/")
    assert len(many) <= 10, "\n".join(many)
    assert len(many) <= len(few) + 1


def test_what_one_may_not_see_has_no_glance(consultant: Client, nordsoft: Cast) -> None:
    assert consultant.get(f"{page_of(make_ticket(nordsoft).number)}glance/").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_the_pane_follows_the_marked_row_and_is_remembered(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/glance/" in request.url:
            asked.append(request.url)

    page.on("request", note)
    page.goto(QUEUE)
    pane = page.get_by_role("complementary", name="Preview")
    expect(pane).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(pane.get_by_role("heading", name="Question 0")).to_be_visible()
    for _step in range(8):
        page.keyboard.press("j")
    expect(pane.get_by_role("heading", name="Question 8")).to_be_visible()
    assert len(asked) < 8  # a step that is passed at once asks nothing
    expect(marked(page).locator(".subj")).to_be_focused()
    assert serious(page) == []
    page.reload()
    expect(pane.get_by_role("heading", name="Question 8")).to_be_visible()
    page.keyboard.press("p")
    expect(pane).to_be_hidden()
    page.reload()
    expect(pane).to_be_hidden()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, databases=["default", "relay"])
def test_a_narrow_window_and_a_page_without_script_have_no_pane(browser: Browser, cast: Cast, live_server: Any) -> None:
    for options in ({"viewport": {"width": 1100, "height": 800}}, {"java_script_enabled": False}):
        opened = majas(browser, cast, live_server.url, **options)
        opened.goto(QUEUE)
        opened.keyboard.press("p")
        expect(opened.get_by_role("button", name="Preview")).to_be_hidden()
        expect(opened.locator("[data-glance]")).to_be_hidden()
