"""Several tickets at once."""

import re

import time_machine
from django.test import Client

from tests.cast import Cast
from tests.factories import make_ticket
from tests.tickets.desk.pages import QUEUE, at, numbers, text_of
from tickets.models import BulkChange, Macro, Ticket
from tickets.services.macros import MacroCard, save_macro
from tickets.services.resolution import resolve
from tickets.services.tags import set_tags


@time_machine.travel(at(10), tick=False)
def test_assign_and_move_the_ticked(agent: Client, nordsoft: Cast) -> None:
    tickets = [make_ticket(nordsoft) for _ in range(3)]
    data = {
        "ticket": [t.number for t in tickets[:2]],
        "assignee": nordsoft.colleague.pk,
        "status": "in_progress",
        "next": f"{QUEUE}?view=mine",
    }
    response = agent.post(f"{QUEUE}selection/", data, follow=True)
    assert response.redirect_chain == [(f"{QUEUE}?view=mine", 302)]
    assert "2 tickets changed." in text_of(response.content)
    for ticket in tickets:
        ticket.refresh_from_db()
    assert [t.assignee == nordsoft.colleague for t in tickets] == [True, True, False]
    assert [t.status for t in tickets] == ["in_progress", "in_progress", "new"]


@time_machine.travel(at(10), tick=False)
def test_done_tickets_are_named_and_left_alone(agent: Client, nordsoft: Cast) -> None:
    done = resolve(ticket=make_ticket(nordsoft), actor=nordsoft.agent, solution="So.", now=at(9, 30))
    response = agent.post(f"{QUEUE}selection/", {"ticket": done.number, "status": "in_progress"}, follow=True)
    assert f"1 not changed: The ticket is already solved. ({done.number})" in text_of(response.content)


@time_machine.travel(at(10), tick=False)
def test_what_one_may_not_see_is_not_changed(consultant: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    consultant.post(f"{QUEUE}selection/", {"ticket": ticket.number, "assignee": nordsoft.consultant.pk})
    ticket.refresh_from_db()
    assert ticket.assignee is None


@time_machine.travel(at(10), tick=False)
def test_nothing_chosen_says_so_and_leads_back_here_alone(agent: Client, nordsoft: Cast) -> None:
    response = agent.post(f"{QUEUE}selection/", {"next": "https://elsewhere.example/"}, follow=True)
    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Nothing was changed." in text_of(response.content)


def test_numbers_that_no_ticket_has_change_nothing(agent: Client, nordsoft: Cast) -> None:
    for odd in (["99999999999999999999"], ["abc"], ["²"], ["-1"]):
        data = {"ticket": odd, "status": "in_progress"}
        assert agent.post(f"{QUEUE}selection/", data, follow=True).status_code == 200, odd


@time_machine.travel(at(10), tick=False)
def test_undo_stands_in_the_message_and_leads_back(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    here = f"{QUEUE}?view=unassigned"
    data = {"ticket": ticket.number, "assignee": "me", "next": here}
    page = agent.post(f"{QUEUE}selection/", data, follow=True).content.decode()
    undo = re.search(
        r'action="([^"]+/undo/)"><input type="hidden" name="csrf[^>]+><input type="hidden" name="next" value="([^"]+)"',
        page,
    )
    assert undo is not None
    assert undo[2] == here
    answer = agent.post(undo[1], {"next": undo[2]}, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    assert "Undone for 1 ticket." in text_of(answer.content)
    ticket.refresh_from_db()
    assert ticket.assignee is None
    assert "It has been undone already." in text_of(agent.post(undo[1], follow=True).content)


@time_machine.travel(at(10), tick=False)
def test_somebody_elses_change_is_not_there_to_undo(agent: Client, consultant: Client, nordsoft: Cast) -> None:
    agent.post(f"{QUEUE}selection/", {"ticket": make_ticket(nordsoft).number, "assignee": "me"})
    change = BulkChange.objects.get()
    assert consultant.post(f"{QUEUE}selection/{change.pk}/undo/").status_code == 404


@time_machine.travel(at(10), tick=False)
def test_a_tag_on_the_ticked_found_by_and_undone(agent: Client, nordsoft: Cast) -> None:
    tickets = [make_ticket(nordsoft) for _ in range(3)]
    set_tags(ticket=tickets[0], actor=nordsoft.agent, names=["printer"], now=at(9))
    ticked = [ticket.number for ticket in tickets[:2]]
    text = text_of(agent.post(f"{QUEUE}selection/", {"ticket": ticked, "tag": "printer"}, follow=True).content)
    assert "1 ticket changed." in text
    assert f"1 not changed: It was so already. ({ticked[0]})" in text
    assert sorted(numbers(agent.get(f"{QUEUE}?tag=%23Printer").content)) == ticked
    agent.post(f"{QUEUE}selection/{BulkChange.objects.get().pk}/undo/", follow=True)
    assert numbers(agent.get(f"{QUEUE}?tag=printer").content) == ticked[:1]


@time_machine.travel(at(10), tick=False)
def test_a_macro_is_sent_and_what_cannot_be_taken_back_is_said(agent: Client, nordsoft: Cast) -> None:
    card = MacroCard(name="Ask", owner=None, text_en="Which version?", set_status="waiting_customer")
    kept = save_macro(macro=Macro(), actor=nordsoft.manager, card=card)
    theirs = MacroCard(name="Theirs", owner=nordsoft.colleague, text_en="No.")
    other = save_macro(macro=Macro(), actor=nordsoft.colleague, card=theirs)
    ticket = make_ticket(nordsoft)
    page = agent.get(QUEUE).content.decode()
    assert f'<option value="reply-{kept.pk}">Ask, as a reply</option>' in page
    assert "Theirs" not in page
    data = {"ticket": ticket.number, "macro": f"reply-{other.pk}"}
    assert "Nothing was changed." in text_of(agent.post(f"{QUEUE}selection/", data, follow=True).content)
    # The status that was chosen counts before the macro's.
    data = {"ticket": ticket.number, "macro": f"reply-{kept.pk}", "status": "in_progress"}
    answer = agent.post(f"{QUEUE}selection/", data, follow=True)
    said = "1 ticket changed. Undoing takes back the changes, not what was written."
    assert said in text_of(answer.content)
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    answer = agent.post(f"{QUEUE}selection/{BulkChange.objects.get().pk}/undo/", follow=True)
    assert "Undone for 1 ticket. What was written stays." in text_of(answer.content)


@time_machine.travel(at(10), tick=False)
def test_the_ticked_are_merged_into_the_one_chosen(agent: Client, nordsoft: Cast) -> None:
    newer, older = make_ticket(nordsoft, now=at(9, 30)), make_ticket(nordsoft, now=at(9))
    stranger = make_ticket(nordsoft, customer=nordsoft.stranger, contact=None, actor=nordsoft.agent, now=at(9, 45))
    here = f"{QUEUE}?view=mine"
    ticked = {"ticket": [newer.number, older.number, stranger.number], "next": here}
    page = agent.post(f"{QUEUE}selection/merge/", ticked).content.decode()
    assert re.search(rf'value="{older.number}"[^>]+checked', page)
    assert agent.post(f"{QUEUE}selection/merging/", ticked | {"into": 999}).status_code == 422
    answer = agent.post(f"{QUEUE}selection/merging/", ticked | {"into": older.number}, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    text = text_of(answer.content)
    assert "1 ticket changed." in text
    assert "1 not changed: Only tickets of the same customer can be merged" in text
    newer.refresh_from_db()
    assert newer.merged_into == older
    agent.post(f"{QUEUE}selection/{BulkChange.objects.get().pk}/undo/")
    assert Ticket.objects.get(pk=newer.pk, status="new").merged_into is None


def test_one_ticket_alone_is_not_merged(agent: Client, nordsoft: Cast) -> None:
    ticket = make_ticket(nordsoft)
    assert "Too few tickets chosen" in text_of(
        agent.post(f"{QUEUE}selection/merge/", {"ticket": ticket.number}).content
    )
    data = {"ticket": ticket.number, "into": ticket.number}
    answer = agent.post(f"{QUEUE}selection/merging/", data, follow=True)
    assert "Nothing was merged. Tick at least two tickets." in text_of(answer.content)
