"""Whoever watches a ticket, or reads the summaries, stops the mails by one press, without log-in."""

from django.test import Client

from accounts.tenancy.context import tenant_context
from tests.cast import MONDAY, Cast
from tests.factories import make_ticket
from tickets.models import TicketEvent, TicketWatcher
from tickets.services.watchers import add_watcher
from tickets.stopping import company_token, watching_token

ONE_CLICK = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


def page(token: str) -> str:
    return f"/nordsoft/portal/stop/{token}/"


def test_a_watcher_stops_watching_by_post_alone(nordsoft: Cast) -> None:
    guest = Client(enforce_csrf_checks=True)
    ticket = make_ticket(nordsoft)
    watcher, _is_new = add_watcher(ticket=ticket, email="auditor@elsewhere.example", actor=nordsoft.agent, now=MONDAY)
    stop = page(watching_token(watcher))
    assert guest.get(stop).status_code == 200
    assert TicketWatcher.objects.exists()  # mail scanners open links
    assert guest.post(stop, **ONE_CLICK).status_code == 200
    assert not TicketWatcher.objects.exists()
    assert ticket.events.get(kind=TicketEvent.Kind.WATCHERS).data == {"removed": "auditor@elsewhere.example"}
    assert guest.post(stop, **ONE_CLICK).status_code == 200  # pressed again, it stays ended


def test_summaries_end_and_nothing_else(nordsoft: Cast) -> None:
    nordsoft.karin.mail_company = True
    nordsoft.karin.save()
    assert Client(enforce_csrf_checks=True).post(page(company_token(nordsoft.karin)), **ONE_CLICK).status_code == 200
    nordsoft.karin.refresh_from_db()
    assert (nordsoft.karin.mail_company, nordsoft.karin.mail_replies) == (False, True)


def test_a_token_is_not_guessed_and_not_taken_elsewhere(nordsoft: Cast, lonhuset: Cast) -> None:
    with tenant_context(lonhuset.tenant.pk):
        theirs = company_token(lonhuset.karin)
    for token in (theirs, company_token(nordsoft.karin)[:-1] + "!", "company-1", "x.y"):
        assert Client().get(page(token)).status_code == 404
        assert Client().post(page(token)).status_code == 404
