"""The ticket page."""

import re

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import at, count_queries, page_of, text_of
from tickets.models import Alert, ReadMark
from tickets.services.messages import add_note, customer_wrote, reply
from tickets.services.resolution import resolve
from tickets.services.severity import decide_severity
from tickets.services.status import start_work


@time_machine.travel(at(10), tick=False)
def test_the_clock_card_says_the_deadline_twice_and_why(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=at(15, day=6), severity="high")  # a Friday: 2 h → 17:00
    with time_machine.travel(at(16, day=6), tick=False):
        text = text_of(agent.get(page_of(ticket.number)).content)
    assert "Work starts by On track 17:00" in text
    assert "1 h left" in text
    assert "1 h of 2 h" in text
    assert "Fri 15:00–16:00 Open 1 h" in text
    assert "Fri 16:00–17:00 Open, to come 1 h" in text
    assert "Promised 2 h" in text


def test_a_deadline_of_another_year_names_the_year(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=at(16, day=6).replace(year=2025))
    with time_machine.travel(at(9), tick=False):
        assert "Friday 7 March 2025" in text_of(agent.get(page_of(ticket.number)).content)


def test_the_ledger_names_every_interval(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, now=at(16, day=6))  # Friday 16:00 + 4 h → Monday 11:00
    with time_machine.travel(at(9, day=9), tick=False):
        text = text_of(agent.get(page_of(ticket.number)).content)
    assert "Fri 16:00–17:00 Open 1 h" in text
    assert "Fri 17:00–24:00 Closed for the night –" in text
    assert "Sat 7 – Sun 8 Weekend –" in text
    assert "Mon 08:00–09:00 Open 1 h" in text
    assert "Mon 09:00–11:00 Open, to come 2 h" in text
    assert "Promised 4 h" in text


@time_machine.travel(at(11), tick=False)
def test_the_trail_in_order_with_notes_events_and_files(agent: Client, nordsoft: Cast) -> None:
    png = SimpleUploadedFile("screen.png", b"x" * 2000, "image/png")
    ticket = make_ticket(nordsoft, severity="critical", text="**It stands still.**", files=[png])
    decide_severity(ticket=ticket, actor=nordsoft.agent, severity="high", reason="One window.", now=at(9, 5))
    start_work(ticket=ticket, actor=nordsoft.agent, now=at(9, 10))
    add_note(ticket=ticket, actor=nordsoft.agent, text="Seen before.", now=at(9, 20))
    reply(ticket=ticket, actor=nordsoft.agent, text="Try this.", now=at(9, 30), then_wait=True)
    content = agent.get(page_of(ticket.number)).content
    text = text_of(content)
    parts = [
        "It stands still.",
        "screen.png",
        "Severity Critical → High, Maja Sandell: “One window.” The customer has been told.",
        "Maja Sandell started work. Start met after 10 min of 2 h.",
        "Internal note, not seen by the customer",
        "Seen before.",
        "Try this.",
        "Maja Sandell set the status to “Waiting for the customer”",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert b"<strong>It stands still.</strong>" in content


@time_machine.travel(at(11), tick=False)
def test_what_is_new_is_marked_and_then_read(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    with time_machine.travel(at(9, 30), tick=False):
        assert b'id="unread"' not in agent.get(page_of(ticket.number)).content
    for minute in (40, 50):
        customer_wrote(
            ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="More", now=at(9, minute)
        )
    clock = ticket.clocks.get(metric="start")
    alert = Alert.objects.create(
        clock=clock, ticket=ticket, step="warning", receiver=nordsoft.agent, due_at=at(14), raised_at=at(10)
    )
    content = agent.get(page_of(ticket.number)).content
    assert "2 new since you were here" in text_of(content)
    assert b'href="#unread"' in content
    assert ReadMark.objects.get(ticket=ticket, membership=nordsoft.agent).seen_at == at(11)
    alert.refresh_from_db()
    assert alert.read_at == at(11)
    assert b'id="unread"' not in agent.get(page_of(ticket.number)).content


@time_machine.travel(at(11), tick=False)
def test_twenty_queries_whatever_the_trail(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    agent.get(page_of(ticket.number))
    for minute in range(1, 15):
        other = make_ticket(nordsoft, now=at(9, minute))
        start_work(ticket=other, actor=nordsoft.colleague, now=at(9, 30))
        add_note(ticket=ticket, actor=nordsoft.colleague, text="Note", now=at(9, minute))
        customer_wrote(
            ticket=ticket, contact=nordsoft.karin, actor=None, text="More", now=at(9, minute),
            files=[SimpleUploadedFile("a.txt", b"x", "text/plain")],
        )  # fmt: skip
    asked = count_queries(agent, page_of(ticket.number))
    assert len(asked) <= 20, "\n".join(asked)


@time_machine.travel(at(11), tick=False)
def test_next_up_stands_beside_it(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    other = make_ticket(nordsoft, subject="The other one", severity="high")
    content = agent.get(page_of(ticket.number)).content.decode()
    rail = content[content.index('<nav class="rail next"') : content.index("</nav>", content.index("rail next"))]
    assert re.findall(r"/tickets/(\d+)/", rail) == [str(other.number), str(ticket.number)]
    assert rail.count('aria-current="page"') == 1


@time_machine.travel(at(11), tick=False)
def test_next_up_is_live(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"/nordsoft/desk/?part=next&beside={ticket.number}"
    assert f'data-poll="{path.replace("&", "&amp;")}"' in agent.get(page_of(ticket.number)).content.decode()
    first = agent.get(path, headers={"HX-Request": "true"})
    assert b'aria-current="page"' in first.content
    assert b"<html" not in first.content
    again = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert agent.get(path, headers=again).status_code == 304


@time_machine.travel(at(11), tick=False)
def test_scripts_in_a_message_are_shown_and_not_run(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft, subject="<b>bold</b>", text="<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    content = agent.get(page_of(ticket.number)).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert 'href="javascript' not in content
    assert "<b>bold</b>" not in content


@time_machine.travel(at(11), tick=False)
def test_a_consultant_gets_404_until_it_is_handed_over(consultant: Client, agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert consultant.get(page_of(ticket.number)).status_code == 404
    assert agent.get(page_of(999999)).status_code == 404
    for name in ("messages", "resolution", "reopening", "severity", "assignment", "status", "beginning", "analysis"):
        assert consultant.post(f"{page_of(ticket.number)}{name}/", {"version": 1}).status_code == 404, name
    assert ticket.events.count() == 1


def test_a_number_that_no_ticket_can_have_is_not_found(agent: Client, nordsoft: Cast) -> None:
    for path in ("tickets/99999999999999999999/", "customers/99999999999999999999/"):
        assert agent.get(f"/nordsoft/desk/{path}").status_code == 404, path


@time_machine.travel(at(10, day=9), tick=False)
def test_a_target_in_working_days_is_not_told_in_hours(agent: Client, nordsoft: Cast) -> None:
    ticket = start_work(ticket=make_ticket(nordsoft), actor=nordsoft.agent, now=at(10))
    page = text_of(agent.get(page_of(ticket.number)).content)
    # Ten working days from 2 March, from nine o'clock on: 87 opening hours, of which 41 are used.
    assert "47 % of 10 working days" in page
    assert "Promised: 10 working days 87 h" in page
    resolve(ticket=ticket, actor=nordsoft.agent, solution="So.", now=at(10, day=9))
    assert "Used of 10 working days 41 h" in text_of(agent.get(page_of(ticket.number)).content)
