"""Fills an empty database with two support organisations and a year of their work."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Tenant
from accounts.tenancy.context import tenant_context
from demo.alerted import raise_past_alerts
from demo.articles import write_articles
from demo.asked import Asked
from demo.asking import ask_from_outside
from demo.attached import attach_files
from demo.beside import fill_in
from demo.billing import bill_past
from demo.booked import book_sessions
from demo.general_terms import publish_both
from demo.helped import count_helped
from demo.life import Life
from demo.listened import name_endpoint
from demo.logos import put_up
from demo.macros import make_macros
from demo.mail_words import make_mail_words
from demo.mailboxes import open_mailbox
from demo.mailed import take_mail
from demo.notices import tell_news
from demo.on_call import refuse_one, take_turns
from demo.open_now import open_now
from demo.plan_changes import change_plans
from demo.plots import DATA
from demo.rhythm import report_times
from demo.seen import mark_read
from demo.set_aside import record_others
from demo.tenants import VENDORS, Cast, Vendor, make_cast, make_tenant
from demo.together import Together
from demo.told import tell_past
from demo.views import save_views
from tickets.clocks import CountingBook
from tickets.models import Ticket
from tickets.services.importing import TicketHistory, store_histories
from tickets.services.importing.run import Import
from tickets.services.importing.servicenow import SERVICENOW

PASSWORD = "demo-demo-demo"  # noqa: S105 - shown on the start page of the demo
AT_ONCE = 1000
# Of the year's tickets, so many may still be open besides those made for the queue.
STILL_OPEN = 10
LOG, LOG_TENANT = "incident_event_log.csv", "nordsoft"


def load(*, now: datetime, count: int, seed: str, say: Callable[[str], object]) -> None:
    """Make each tenant that is not there yet, each in one transaction: a load that was cut short leaves nothing."""
    password = make_password(PASSWORD)
    for vendor in VENDORS:
        if Tenant.objects.filter(slug=vendor.slug).exists():
            say(f"{vendor.slug}: the data is there.")
            continue
        with transaction.atomic():
            tenant = make_tenant(vendor)
            with tenant_context(tenant.pk):
                dice = Random(f"{seed} {vendor.slug}")  # noqa: S311 - the same people and tickets for the same seed
                tickets = _fill(vendor, tenant, password, now=now, count=count, dice=dice)
        say(f"{vendor.slug}: {tickets} tickets.")


def _fill(vendor: Vendor, tenant: Tenant, password: str, *, now: datetime, count: int, dice: Random) -> int:
    cast = make_cast(vendor, tenant, dice, password=password, now=now)
    make_macros(cast)
    open_mailbox(vendor)
    make_mail_words(cast, now=now)
    histories = _year(cast, now=now, count=count, dice=dice)
    counting = CountingBook()
    tickets: list[Ticket] = []
    for begin in range(0, len(histories), AT_ONCE):
        tickets += store_histories(histories[begin : begin + AT_ONCE], now=now, book=counting).tickets
    Asked(cast, now=now, dice=dice).run(histories)
    attach_files(cast, histories)
    fill_in(cast, tickets, now=now, dice=dice)
    take_turns(cast, now=now)
    raise_past_alerts(now=now)
    refuse_one(cast, now=now)
    mark_read(cast, histories)
    write_articles(cast, now=now)
    publish_both(cast, now=now)
    count_helped(cast, now=now, dice=dice)
    tell_news(cast, now=now)
    save_views(cast, tenant)
    Together(cast, now=now).run()
    ask_from_outside(cast, now=now)
    record_others(now=now)
    take_mail(cast, now=now)
    book_sessions(cast, now=now)
    tell_past(cast, now=now)
    imported = _log(tenant, now)
    bill_past(cast, now=now)
    change_plans(cast, now=now)
    name_endpoint(cast, now=now)
    put_up(cast, now=now)
    return len(tickets) + imported


def _log(tenant: Tenant, now: datetime) -> int:
    """Import the real log, into the one tenant that it was made for; give how many tickets it has."""
    if tenant.slug != LOG_TENANT:
        return 0
    with (DATA / LOG).open(encoding=SERVICENOW.encoding, newline="") as file:
        return Import(tenant=tenant, mapping=SERVICENOW, now=now).run(file).imported


def _year(cast: Cast, *, now: datetime, count: int, dice: Random) -> list[TicketHistory]:
    life = Life(cast, dice, now)
    # The queue first: its tickets do not change with the length of the year.
    standing = open_now(life)
    wanted = max(count - len(standing), 0)
    year = [life.whole(at) for at in report_times(wanted, calendar=life.calendar, now=now, dice=dice)]
    still_open = [history for history in year if history.ticket.is_open]
    left_out = {id(history) for history in still_open[: max(len(still_open) - STILL_OPEN, 0)]}
    kept = [history for history in year if id(history) not in left_out]
    return sorted(standing + kept, key=lambda history: history.ticket.opened_at)
