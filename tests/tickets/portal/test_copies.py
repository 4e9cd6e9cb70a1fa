"""Colleagues are copied on a ticket: they see it, are mailed, and can be taken off again."""

from django.test import Client

from contracts.models import Contact
from outbox.models import OutboxMessage
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TicketEvent, TicketWatcher
from tickets.services.messages import reply


def test_a_copied_colleague_sees_and_is_mailed_until_taken_off(nordsoft: Cast, karin: Client, lars: Client) -> None:
    ticket = make_ticket(nordsoft)
    page = f"/nordsoft/portal/tickets/{ticket.number}/"
    assert lars.get(page).status_code == 404
    karin.post(f"{page}copies/", {"contact": nordsoft.lars.pk})
    assert lars.get(page).status_code == 200
    assert [row["name"] for row in karin.get(page).context["ticket"].copy_rows] == ["Lars Holm"]
    reply(ticket=ticket, actor=nordsoft.agent, text="Restart it.", now=MONDAY)
    assert sorted(OutboxMessage.objects.values_list("recipient", flat=True)) == sorted(
        [nordsoft.karin.email, nordsoft.lars.email]
    )
    watcher = TicketWatcher.objects.get()
    answer = lars.post(f"{page}copies/{watcher.pk}/")
    assert answer["Location"] == "/nordsoft/portal/tickets/"
    assert lars.get(page).status_code == 404
    kinds = ticket.events.filter(kind=TicketEvent.Kind.WATCHERS).values_list("data", flat=True)
    assert list(kinds) == [{"added": "Lars Holm"}, {"removed": "Lars Holm"}]


def test_only_colleagues_who_are_not_told_yet_can_be_chosen(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    page = f"/nordsoft/portal/tickets/{ticket.number}/copies/"
    elsewhere = Contact.objects.create(customer=nordsoft.stranger, name="Else")
    gone = Contact.objects.create(customer=nordsoft.customer, name="Gone", left_at=MONDAY)
    for person in (elsewhere, gone, nordsoft.karin):
        assert karin.post(page, {"contact": person.pk}).status_code == 200
    assert not TicketWatcher.objects.exists()
    assert list(karin.get(page).context["form"].fields["contact"].queryset) == [nordsoft.lars]
    karin.post(page, {"contact": nordsoft.lars.pk})
    assert not karin.get(page).context["form"].fields["contact"].queryset


def test_an_outside_address_is_the_desks_to_take_off(nordsoft: Cast, karin: Client) -> None:
    ticket = make_ticket(nordsoft)
    outside = TicketWatcher.objects.create(ticket=ticket, email="else@outside.example", added_at=MONDAY)
    page = f"/nordsoft/portal/tickets/{ticket.number}/"
    assert karin.post(f"{page}copies/{outside.pk}/").status_code == 404
    assert karin.get(page).context["ticket"].copy_rows == []


def test_a_strangers_ticket_has_no_copies(nordsoft: Cast, karin: Client, lars: Client) -> None:
    ticket = make_ticket(nordsoft)
    assert lars.get(f"/nordsoft/portal/tickets/{ticket.number}/copies/").status_code == 404
    assert (
        lars.post(f"/nordsoft/portal/tickets/{ticket.number}/copies/", {"contact": nordsoft.lars.pk}).status_code == 404
    )
