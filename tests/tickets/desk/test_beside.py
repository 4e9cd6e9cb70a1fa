"""Time, tags, watchers and fields on pages: what is shown, said at the field, and asked of the database."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.budget import Budget
from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, count_queries, page_of, text_of
from tests.windows import signed_in
from tickets.models import CustomField, FieldValue, RunningTimer, Tag, Team, Ticket, TicketTag, TicketWatcher, TimeEntry
from tickets.services.custom_fields import Definition, define_field, set_fields
from tickets.services.tags import set_tags
from tickets.services.time import log_time
from tickets.services.timers import start_timer
from tickets.services.watching import watch


def define(cast: Cast, name: str, kind: str, **more: object) -> CustomField:
    definition = Definition(name, kind, **more)  # type: ignore[arg-type]
    return define_field(actor=cast.admin, product=cast.product, definition=definition)


@time_machine.travel(at(11), tick=False)
def test_all_of_it_stands_beside_the_talk_in_twenty_queries(agent: Client, nordsoft: Cast) -> None:
    field = define(nordsoft, "Users", "number", names={"en": "Number of users"})
    ticket = make_ticket(nordsoft, product=nordsoft.product)
    who = {"ticket": ticket, "actor": nordsoft.agent, "now": at(10)}
    log_time(minutes=90, **who)  # type: ignore[arg-type]
    log_time(minutes=5, kind="billable", reason="Agreed.", **who)  # type: ignore[arg-type]
    set_tags(names=["printer", "update"], **who)  # type: ignore[arg-type]
    watch(email="else@partner.example", **who)  # type: ignore[arg-type]
    set_fields(values={field.pk: "12,5"}, **who)  # type: ignore[arg-type]
    start_timer(ticket=ticket, actor=nordsoft.colleague, now=at(10, 30))
    agent.get(page_of(ticket.number))
    assert len(count_queries(agent, page_of(ticket.number))) <= 20
    text = text_of(agent.get(page_of(ticket.number)).content)
    for words in (
        "Covered 1 h 30 min Billable 5 min",
        "Oskar Nyström works on it since 10:30",
        "printer",
        "else@partner.example by mail",
        "Number of users 12.5",
        "Maja Sandell logged 1 h 30 min (covered: support in the plan)",
        "Maja Sandell logged 5 min (billable: Agreed.)",
        "Maja Sandell added the tag printer",
        "Maja Sandell changed Users: – → 12.5",
    ):
        assert words in text, words


@time_machine.travel(at(11), tick=False)
def test_time_by_hand_and_its_error_at_the_field(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"{page_of(ticket.number)}time/"
    refused = agent.post(path, {"minutes": "soon", "day": "2026-03-02", "note": "Looked"})
    assert refused.status_code == 422
    text = text_of(refused.content)
    assert "Write a duration, for example 1:30, 1 h 30 or 90 min." in text
    assert b'value="Looked"' in refused.content
    ahead = agent.post(path, {"minutes": "1:30", "day": "2026-03-03"})
    assert "The day lies ahead." in text_of(ahead.content)
    assert agent.post(path, {"minutes": "1 h 30", "day": "2026-03-02"}).status_code == 302
    assert TimeEntry.objects.get().minutes == 90
    assert len(count_queries(agent, path)) <= 10


@time_machine.travel(at(11), tick=False)
def test_an_entry_is_changed_and_removed_by_whose_it_is(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    mine = log_time(ticket=ticket, actor=nordsoft.agent, minutes=30, now=at(10))
    path = f"{page_of(ticket.number)}time/{mine.pk}/"
    assert b'value="30 min"' in agent.get(path).content
    agent.post(path, {"minutes": "45", "day": "2026-03-02", "kind": "billable", "reason": "Agreed."})
    mine.refresh_from_db()
    assert (mine.minutes, mine.kind, mine.why) == (45, "billable", "member")
    other = signed_in(nordsoft.colleague.user)
    assert other.get(path).status_code == 404
    assert other.post(path, {"remove": "1"}).status_code == 404
    assert signed_in(nordsoft.manager.user).post(path, {"remove": "1"}).status_code == 302
    assert not TimeEntry.objects.exists()


def test_the_timer_is_in_the_head_and_asks_after_eight_hours(
    agent: Client, nordsoft: Cast, django_capture_on_commit_callbacks: object
) -> None:
    ticket, other = make_ticket(nordsoft, now=at(8)), make_ticket(nordsoft, now=at(8))
    with time_machine.travel(at(9), tick=False):
        before = len(count_queries(agent, QUEUE))
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            agent.post(f"{page_of(ticket.number)}timer/")
    with time_machine.travel(at(9, 30), tick=False):
        assert f"Timer on ticket {ticket.number} {ticket.number} 30 min" in text_of(agent.get(QUEUE).content)
        assert len(count_queries(agent, QUEUE)) <= before
    with time_machine.travel(at(17, 1), tick=False):
        assert f"Still at {ticket.number}? 8 h 01 min" in text_of(agent.get(QUEUE).content)
        moved = agent.post(f"{page_of(other.number)}timer/")
        assert moved["Location"] == "/nordsoft/desk/timer/"
        refused = agent.post("/nordsoft/desk/timer/", {"minutes": "", "note": ""})
        assert refused.status_code == 422
        assert "How long did you work?" in text_of(refused.content)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            agent.post("/nordsoft/desk/timer/", {"minutes": "2 h", "note": "Printing"})
        assert "Still at" not in text_of(agent.get(QUEUE).content)
    assert TimeEntry.objects.get().minutes == 120
    assert not RunningTimer.objects.exists()


def test_a_head_that_remembers_too_long_is_put_right(agent: Client, nordsoft: Cast) -> None:
    cache.set(f"timer:{nordsoft.tenant.pk}:{nordsoft.agent.pk}", (1001, 1), timeout=60)
    assert agent.get("/nordsoft/desk/timer/")["Location"] == "/nordsoft/desk/"


def test_tags_on_a_ticket_and_in_order(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    for name in ("Printer", "print"):
        agent.post(f"{page_of(ticket.number)}tags/", {"name": name})
    agent.post(f"{page_of(ticket.number)}tags/", {"name": " "})
    assert agent.get("/nordsoft/desk/tags/suggestions/?name=PRI").json() == {"names": ["print", "printer"]}
    manager, tag = signed_in(nordsoft.manager.user), Tag.objects.get(name="print")
    assert len(count_queries(manager, "/nordsoft/desk/tags/")) <= 8
    refused = manager.post(f"/nordsoft/desk/tags/{tag.pk}/", {"name": "printer"})
    assert refused.status_code == 422
    assert "There is a tag with this name already." in text_of(refused.content)
    assert "Join the two tags" in text_of(refused.content)
    manager.post(f"/nordsoft/desk/tags/{tag.pk}/", {"name": "printer", "merge": "1"})
    kept = TicketTag.objects.get()
    agent.post(f"{page_of(ticket.number)}tags/{kept.tag_id}/")
    assert not TicketTag.objects.exists()
    manager.post(f"/nordsoft/desk/tags/{kept.tag_id}/", {"delete": "1"})
    assert not Tag.objects.exists()


def test_watchers_are_added_by_form_and_by_copy(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    path = f"{page_of(ticket.number)}watchers/"
    refused = agent.post(path, {"contact": nordsoft.lars.pk, "email": "else@partner.example"})
    assert (refused.status_code, TicketWatcher.objects.count()) == (422, 0)
    agent.post(path, {"contact": nordsoft.lars.pk})
    message = {"kind": "reply", "text": "Try this.", "version": 1}
    wrong = agent.post(f"{page_of(ticket.number)}messages/", message | {"cc": "no, else@partner.example"})
    assert "no is no e-mail address." in text_of(wrong.content)
    assert b"Try this." in wrong.content
    agent.post(f"{page_of(ticket.number)}messages/", message | {"cc": "Else@partner.example; more@partner.example"})
    assert list(TicketWatcher.objects.exclude(email="").order_by("email").values_list("email", flat=True)) == [
        "else@partner.example",
        "more@partner.example",
    ]
    gone = TicketWatcher.objects.get(contact=nordsoft.lars)
    agent.post(f"{path}{gone.pk}/")
    assert TicketWatcher.objects.count() == 2


def test_an_admin_defines_fields_and_the_desk_fills_them_in(agent: Client, nordsoft: Cast) -> None:
    admin = signed_in(nordsoft.admin.user)
    path = f"/nordsoft/desk/products/{nordsoft.product.pk}/fields/"
    refused = admin.post(path, {"name": "Hosting", "kind": "choice", "choices": " "})
    assert "Write at least one choice, each on a line." in text_of(refused.content)
    values = {
        "name": "Hosting",
        "name_sv": "Drift",
        "kind": "choice",
        "choices": "Cloud\nOwn server",
        "in_portal": "on",
    }
    assert admin.post(path, values | {"is_required": "on"}).status_code == 302
    field = CustomField.objects.get()
    filing = {"channel": "phone", "severity": "normal", "product": nordsoft.product.pk, "subject": "No", "text": "No."}
    new = f"/nordsoft/desk/tickets/new/?customer={nordsoft.customer.pk}"
    assert "Hosting" in text_of(agent.get(f"/nordsoft/desk/fields/new/?product={nordsoft.product.pk}").content)
    missing = agent.post(new, filing)
    assert missing.status_code == 422
    assert f"field-{field.pk}-error".encode() in missing.content
    agent.post(new, filing | {f"field-{field.pk}": "Cloud"})
    ticket = Ticket.objects.get()
    change = f"{page_of(ticket.number)}fields/"
    assert "Choose one of the list." in text_of(agent.post(change, {f"field-{field.pk}": "Elsewhere"}).content)
    agent.post(change, {f"field-{field.pk}": "Own server"})
    assert FieldValue.objects.get().text == "Own server"
    assert admin.post(f"/nordsoft/desk/fields/{field.pk}/", values | {"choices": "Cloud"}).status_code == 302
    # The choice that is gone stays with the ticket, also through another change.
    assert b"selected>Own server" in agent.get(change).content
    admin.post(f"/nordsoft/desk/fields/{field.pk}/", {"retire": "1"})
    assert "Hosting Own server" in text_of(agent.get(page_of(ticket.number)).content)


def test_a_team_says_who_gets_its_tickets(nordsoft: Cast) -> None:
    manager = signed_in(nordsoft.manager.user)
    path = f"/nordsoft/desk/teams/{nordsoft.team.pk}/"
    values = {"name": "First line", "members": [nordsoft.agent.pk], "rule": "round_robin", "is_default": "on"}
    assert manager.post(path, values | {"products": [nordsoft.product.pk]}).status_code == 302
    team = Team.objects.get()
    assert (team.rule, team.is_default, team.products.get().product) == ("round_robin", True, nordsoft.product)
    page = manager.get(path).content
    assert b'value="round_robin"' in page
    assert page.count(b" checked") == 4


def test_away_is_set_by_oneself(agent: Client, nordsoft: Cast) -> None:
    agent.post("/nordsoft/account/profile/away/", {"away_until": "2026-03-09"})
    nordsoft.agent.refresh_from_db()
    assert nordsoft.agent.away_until == date(2026, 3, 9)
    assert b'value="2026-03-09"' in agent.get("/nordsoft/account/profile/").content
    agent.post("/nordsoft/account/profile/away/", {"away_until": "never"})
    agent.post("/nordsoft/account/profile/away/", {"away_until": ""})
    nordsoft.agent.refresh_from_db()
    assert nordsoft.agent.away_until is None


@pytest.mark.parametrize("page", ["timer/", "fields/new/?product=999999999999999999999", "tags/suggestions/?name=%00"])
def test_odd_addresses_are_answered(agent: Client, nordsoft: Cast, page: str) -> None:
    with Budget(6):
        assert agent.get(f"{QUEUE}{page}").status_code in (200, 302)
