"""Saved views and columns on their pages."""

import re

import time_machine
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, numbers, text_of
from tests.windows import signed_in
from tickets.models import SavedView
from tickets.selectors.queue_counts import MOST, count_word
from tickets.services.saved_views import save_view


@time_machine.travel(at(10), tick=False)
def test_filters_are_kept_shown_counted_changed_and_forgotten(agent: Client, nordsoft: Cast) -> None:
    high = make_ticket(nordsoft, severity="high")
    make_ticket(nordsoft)
    answer = agent.post(f"{QUEUE}views/new/?severity=high&after=1_2_3", {"name": "Urgent", "audience": "me"})
    view = SavedView.objects.get()
    assert view.query == "severity=high"
    assert answer["Location"] == f"{QUEUE}?severity=high&saved={view.pk}"
    content = agent.get(answer["Location"]).content
    assert numbers(content) == [high.number]
    assert "<h1" in content.decode()
    assert "Urgent 1 Monday" in text_of(content)
    assert re.search(r'aria-current="page">.*?Urgent', content.decode())
    agent.post(f"{QUEUE}views/{view.pk}/", {"name": "Very urgent", "audience": "everyone", "position": "3"})
    view.refresh_from_db()
    assert (view.name, view.audience, view.position, view.query) == ("Very urgent", "everyone", 3, "severity=high")
    agent.post(f"{QUEUE}views/{view.pk}/", {"delete": "1"})
    assert not SavedView.objects.exists()


@time_machine.travel(at(10), tick=False)
def test_a_shared_view_brings_its_columns(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    view = save_view(actor=nordsoft.agent, name="V", query="", audience="everyone", columns=["due", "subject", "plan"])
    colleague = signed_in(nordsoft.colleague.user)
    content = colleague.get(f"{QUEUE}?saved={view.pk}").content.decode()
    assert '<span class="fact">Professional</span></li>' in content
    assert f"views/{view.pk}/" not in content  # not theirs to change
    assert "Professional</span></li>" not in colleague.get(QUEUE).content.decode()


@time_machine.travel(at(10), tick=False)
def test_ones_own_columns_in_ones_own_order(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    chosen = {"column": ["due", "customer", "subject", "channel"], "next": f"{QUEUE}?view=unassigned"}
    assert agent.post(f"{QUEUE}columns/", chosen)["Location"] == f"{QUEUE}?view=unassigned"
    content = agent.get(QUEUE).content.decode()
    assert re.findall(r'<span class="h-(\w+)">', content) == ["due", "cust", "subj", "fact"]
    assert 'class="queue at-2"' in content
    agent.post(f"{QUEUE}columns/", {"usual": "1"})
    assert 'class="h-who"' in agent.get(QUEUE).content.decode()
    agent.post(f"{QUEUE}columns/", {"column": ["nonsense"]})
    assert 'class="h-who"' in agent.get(QUEUE).content.decode()


@time_machine.travel(at(10), tick=False)
def test_more_filters(agent: Client, nordsoft: Cast) -> None:
    late = make_ticket(nordsoft, now=at(9), severity="critical")
    plain = make_ticket(nordsoft)
    professional = nordsoft.plans["professional"].pk
    assert numbers(agent.get(f"{QUEUE}?risk=over").content) == [late.number]
    assert numbers(agent.get(f"{QUEUE}?risk=risk").content) == [late.number]
    assert len(numbers(agent.get(f"{QUEUE}?plan={professional}&channel=portal").content)) == 2
    assert numbers(agent.get(f"{QUEUE}?channel=phone").content) == []
    assert plain.number in numbers(agent.get(f"{QUEUE}?assignee=none").content)


def test_a_count_stops_at_a_thousand() -> None:
    assert [count_word(0), count_word(MOST - 1), count_word(MOST)] == ["0", "999", "999+"]


@time_machine.travel(at(10), tick=False)
def test_nothing_changed_is_said_before_anything_is_asked(agent: Client, nordsoft: Cast) -> None:
    make_ticket(nordsoft)
    tag = agent.get(QUEUE, headers={"HX-Request": "true"})["ETag"]
    poll = {"HX-Request": "true", "If-None-Match": tag}
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert agent.get(QUEUE, headers=poll).status_code == 304
    assert asked.captured_queries == []
    stranger = signed_in(nordsoft.colleague.user)
    with CaptureQueriesContext(connection) as asked:
        assert stranger.get(QUEUE, headers=poll).status_code == 200  # another session goes the whole way
    assert asked.captured_queries
    cache.add(f"standing:{nordsoft.tenant.pk}", 0, timeout=None)
    cache.incr(f"standing:{nordsoft.tenant.pk}")
    assert agent.get(QUEUE, headers=poll).status_code == 200


@time_machine.travel(at(10), tick=False)
def test_whoever_signed_out_hears_nothing(agent: Client, nordsoft: Cast) -> None:
    tag = agent.get(QUEUE, headers={"HX-Request": "true"})["ETag"]
    cookies = {name: morsel.value for name, morsel in agent.cookies.items()}
    agent.post("/nordsoft/account/logout/")
    late = Client()
    late.cookies.load(cookies)
    assert late.get(QUEUE, headers={"HX-Request": "true", "If-None-Match": tag}).status_code == 302
