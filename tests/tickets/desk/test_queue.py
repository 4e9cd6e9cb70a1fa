"""The queue page."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.selectors.plans import newest_version
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, numbers, text_of
from tickets.models.versions import queue_version_key
from tickets.services.assignment import assign
from tickets.services.messages import customer_wrote, reply
from tickets.services.reading import mark_read
from tickets.services.resolution import resolve
from tickets.services.saved_views import save_view
from tickets.services.status import start_work


def on_plan(cast: Cast, name: str) -> None:
    cast.contract.plan_version = newest_version(cast.plans[name])
    cast.contract.save()


@time_machine.travel(at(10, 50), tick=False)
def test_at_risk_first_then_fast_track_then_paused_then_no_contract(agent: Client, nordsoft: Cast) -> None:
    on_plan(nordsoft, "standard")
    plain = make_ticket(nordsoft, now=at(10), severity="high")  # due 13:00
    risky = make_ticket(nordsoft, now=at(9), severity="high")  # due 11:00, warning 10:30
    breached = make_ticket(nordsoft, now=at(8), severity="high")  # due 10:00
    nobody = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    paused = make_ticket(nordsoft, now=at(9))
    reply(ticket=paused, actor=nordsoft.agent, text="?", now=at(9, 5), then_wait=True)
    on_plan(nordsoft, "professional")
    fast = make_ticket(nordsoft, now=at(10, 30))  # due 15:30, stands where 10:30 would
    content = agent.get(QUEUE).content
    assert numbers(content) == [t.number for t in (breached, risky, fast, plain, paused, nobody)]
    text = text_of(content)
    assert "Paused: waiting for somebody else" in text
    assert "No contract: nothing promised, answered when there is time" in text
    assert "50 min over Breached" in text
    assert "10 min left At risk" in text


@time_machine.travel(at(12, 30), tick=False)
def test_what_is_left_is_opening_time_and_the_script_gets_the_openings(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, now=at(10))  # due 15:00; it is lunch until 13:00
    content = agent.get(QUEUE).content.decode()
    assert "15:00" in content
    assert "2 h left" in content
    assert 'data-open-left="7200"' in content
    name = re.search(r'data-opening="([^"]+)"', content)
    assert name is not None
    assert f'<script id="{name[1]}" type="application/json">[[{int(at(13).timestamp())}, ' in content


@time_machine.travel(at(10), tick=False)
def test_eight_queries_whatever_the_rows(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    for name in ("Urgent", "Mine"):
        save_view(actor=nordsoft.agent, name=name, query="severity=critical&assignee=me")
    agent.get(QUEUE)  # the session, the tenant and the calendars are looked up once
    few = count_queries(agent, QUEUE)
    for minute in range(30):
        ticket = make_ticket(nordsoft, now=at(9, minute))
        if minute % 3 == 0:
            start_work(ticket=ticket, actor=nordsoft.colleague, now=at(9, 50))
    many = count_queries(agent, QUEUE)
    assert len(many) <= 8, "\n".join(many)
    assert len(many) <= len(few)


@time_machine.travel(at(10), tick=False)
def test_a_live_page_hears_304_until_something_or_the_minute_changes(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    page = agent.get(QUEUE)
    tag = re.search(r'data-poll-etag="([^"]+)"', page.content.decode())
    assert tag is not None
    known = {"HX-Request": "true", "If-None-Match": tag[1].replace("&quot;", '"')}
    assert agent.get(QUEUE, headers=known).status_code == 304
    cache.add(queue_version_key(nordsoft.tenant.pk), 0, timeout=None)
    cache.incr(queue_version_key(nordsoft.tenant.pk))
    changed = agent.get(QUEUE, headers=known)
    assert changed.status_code == 200
    assert changed["ETag"] != known["If-None-Match"]
    assert b"<html" not in changed.content
    assert numbers(changed.content)
    fresh = {"HX-Request": "true", "If-None-Match": changed["ETag"]}
    with time_machine.travel(at(10, 1), tick=False):
        assert agent.get(QUEUE, headers=fresh).status_code == 200


@time_machine.travel(at(10), tick=False)
def test_304_touches_no_ticket(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    tag = agent.get(QUEUE, headers={"HX-Request": "true"})["ETag"]
    with CaptureQueriesContext(connection) as context:
        assert agent.get(QUEUE, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 304
    assert not [query for query in context.captured_queries if "tickets_" in query["sql"]]


@time_machine.travel(at(10), tick=False)
def test_views_hold_what_they_say_with_counts(agent: Client, nordsoft: Cast) -> None:
    mine = assign(ticket=make_ticket(nordsoft), actor=nordsoft.agent, assignee=nordsoft.agent, now=at(9, 1))
    waiting = reply(ticket=make_ticket(nordsoft), actor=nordsoft.colleague, text="?", now=at(9, 2), then_wait=True)
    late = make_ticket(nordsoft, now=at(9), severity="critical")  # due 09:15
    done = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.colleague, solution="Done", now=at(9, 3))
    free = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    expected = {
        "mine": [mine],
        "waiting": [waiting],
        "breached": [late],
        "risk": [],
        "unassigned": [late, free],
        "resolved": [done],
        "no_contract": [free],
    }
    for view, tickets in expected.items():
        content = agent.get(f"{QUEUE}?view={view}").content
        assert sorted(numbers(content)) == sorted(t.number for t in tickets), view
        count = re.search(rb'class="rail".*? aria-current="page".*?class="n[^"]*">(\d+)<', content, re.DOTALL)
        assert count is not None
        assert int(count[1]) == len(tickets), view


@time_machine.travel(at(10), tick=False)
def test_filters_stand_in_the_address_and_as_chips(agent: Client, nordsoft: Cast) -> None:
    high = make_ticket(nordsoft, severity="high")
    make_ticket(nordsoft)
    content = agent.get(f"{QUEUE}?severity=high").content
    assert numbers(content) == [high.number]
    assert "Severity High" in text_of(content)
    assert b'aria-label="Remove filter Severity High"' in content
    for name, value in (
        ("team", nordsoft.team.pk),
        ("product", nordsoft.product.pk),
        ("assignee", nordsoft.agent.pk),
        ("customer", nordsoft.stranger.pk),
    ):
        assert numbers(agent.get(f"{QUEUE}?{name}={value}").content) == [], name
    assert len(numbers(agent.get(f"{QUEUE}?customer={nordsoft.customer.pk}&assignee=none&status=new").content)) == 2


@pytest.mark.parametrize("query", ["severity=x", "team=x", "after=nonsense", "after=1_NaN_5", "view=x", "assignee=%00"])
@time_machine.travel(at(10), tick=False)
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(agent: Client, nordsoft: Cast, query: str) -> None:
    ticket = make_ticket(nordsoft)
    assert numbers(agent.get(f"{QUEUE}?{query}").content) == [ticket.number]


@time_machine.travel(at(10), tick=False)
def test_text_finds_words_by_their_stem_also_in_solved_tickets(agent: Client, nordsoft: Cast) -> None:
    swedish = make_ticket(nordsoft, subject="Fakturorna skrivs inte ut", text="Skrivaren står stilla.")
    solved = make_ticket(nordsoft, subject="Skriva ut en faktura", text="Hur?")
    resolve(ticket=solved, actor=nordsoft.agent, solution="Så här.", now=at(9, 30))
    make_ticket(nordsoft, subject="Lösenord", text="Glömt.")
    content = agent.get(f"{QUEUE}?q=faktura").content
    assert numbers(content) == [swedish.number, solved.number]
    assert "No ticket matches" in text_of(agent.get(f"{QUEUE}?q=zebra").content)


@time_machine.travel(at(16), tick=False)
def test_paging_by_key_there_and_back(agent: Client, nordsoft: Cast) -> None:
    made = [make_ticket(nordsoft, now=at(9, minute)).number for minute in range(60)]
    first = agent.get(QUEUE).content
    assert numbers(first) == made[:50]
    onwards = re.search(r'rel="next" href="([^"]+)"', first.decode())
    assert onwards is not None
    second = agent.get(onwards[1].replace("&amp;", "&")).content
    assert numbers(second) == made[50:]
    back = re.search(r'rel="prev" href="([^"]+)"', second.decode())
    assert back is not None
    assert numbers(agent.get(back[1].replace("&amp;", "&")).content) == made[:50]


@time_machine.travel(at(10), tick=False)
def test_unread_is_mine_alone(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert 'class="new">new<' in agent.get(QUEUE).content.decode()
    mark_read(ticket=ticket, actor=nordsoft.agent, now=at(9, 10))
    assert 'class="new"><' in agent.get(QUEUE).content.decode()
    for minute in (20, 30):
        customer_wrote(
            ticket=ticket, contact=nordsoft.karin, actor=nordsoft.karin.membership, text="?", now=at(9, minute)
        )
    reply(ticket=ticket, actor=nordsoft.agent, text="My own words are not new to me.", now=at(9, 40))
    assert 'class="new">2 new<' in agent.get(QUEUE).content.decode()


@time_machine.travel(at(10), tick=False)
def test_today_is_a_ruler_with_lunch_and_a_tick_for_each_deadline(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)  # due 14:00
    make_ticket(nordsoft, now=at(16))  # due tomorrow
    content = agent.get(QUEUE).content.decode()
    assert re.findall(r'class="tick tick-(\w+)" data-row="(\d+)"', content) == [("ok", str(ticket.number))]
    assert "Open today 08:00–12:00, 13:00–17:00. Now 10:00. 1 deadline left today." in content


def test_a_closed_day_is_named_with_the_next_opening(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    with time_machine.travel(at(10, day=7), tick=False):
        assert b">Saturday \xc2\xb7 Closed \xc2\xb7 opens Monday 08:00</text>" in agent.get(QUEUE).content
    with time_machine.travel(at(10, day=3).replace(month=4), tick=False):
        assert ">Långfredagen · Closed · opens Tuesday 08:00</text>" in agent.get(QUEUE).content.decode()


@time_machine.travel(at(10, day=7), tick=False)
def test_a_closed_day_has_the_deadlines_of_round_the_clock_cover(agent: Client, nordsoft: Cast) -> None:
    nordsoft.contract.covers_critical = True
    nordsoft.contract.save()
    ticket = make_ticket(nordsoft, severity="critical", now=at(9, 55, day=7))
    content = agent.get(QUEUE).content.decode()
    assert f'class="tick tick-ok" data-row="{ticket.number}"' in content
    assert "opens Monday 08:00. 1 deadline left today." in content


@time_machine.travel(at(10), tick=False)
def test_a_consultant_sees_the_customers_handed_to_them(consultant: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    handed = make_ticket(nordsoft)
    history = make_ticket(nordsoft)
    assert numbers(consultant.get(QUEUE).content) == []
    assign(ticket=handed, actor=nordsoft.agent, assignee=nordsoft.consultant, now=at(9, 30))
    assert numbers(consultant.get(QUEUE).content) == [handed.number, history.number]


def test_a_customer_gets_404(client: Client, nordsoft: Cast) -> None:
    client.force_login(nordsoft.member("customer").user)
    for path in ("", "palette/", "alerts/", "customers/", "tickets/new/", f"customers/{nordsoft.customer.pk}/"):
        assert client.get(QUEUE + path).status_code == 404, path


def test_the_filter_by_a_part_of_the_customers_name(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    other = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None)
    content = agent.get(f"{QUEUE}?company=furuvik").content
    assert numbers(content) == [other.number]
    assert b'name="company" value="furuvik"' in content
    assert "Customer furuvik" in text_of(content).replace(": ", " ")
