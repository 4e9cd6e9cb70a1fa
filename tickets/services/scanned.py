"""The kinds of files that are scanned, and what happens once the scanner has said its word.

Not among them: files of drafts and of refused forms, which their writers alone have, and which are scanned when they
are sent; lists that are imported, of which no file is kept; a logo, of which nothing but the pixels is kept.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.scanned import Scanned
from contracts.models import Contract, ContractEvent, PlanChange
from contracts.services.timeline import note
from tickets.models import Attachment, Booking, Ticket
from tickets.services.bookings import tell_result
from tickets.services.contract_reminders import tell_managers
from tickets.services.messages import add_note


class Kind(NamedTuple):
    """A table with files. `passed` is called with a row that may be given out now, `infected` with the keys of those
    whose file holds a virus, its name, and the virus's.
    """

    model: type[Scanned]
    passed: Callable[[Any, datetime], None]
    infected: Callable[[Sequence[int], str, str, datetime], None]


def _nothing(row: Any, now: datetime) -> None:
    """Nobody waits for it."""


def _on_tickets(keys: Sequence[int], name: str, virus: str, now: datetime) -> None:
    """Say so on each ticket that has the file, or that goes on with it; a note tells its assignee."""
    tickets = Ticket.objects.filter(attachments__in=keys).distinct()
    for ticket in tickets.select_related("customer__tenant").order_by("pk"):
        with translation.override(ticket.customer.tenant.language):
            text = _("A virus was found in %(name)s: %(virus)s. The file is held, and nobody can open it.")
        while ticket.merged_into is not None:
            ticket = ticket.merged_into
        add_note(ticket=ticket, actor=None, text=text % {"name": name, "virus": virus}, now=now)


def _on_contract(contract: Contract, name: str, virus: str, now: datetime) -> None:
    """Say so on the contract's timeline, and tell the managers, whatever they want to be reminded of."""
    data = {"name": name, "virus": virus}
    event = note(contract=contract, kind=ContractEvent.Kind.VIRUS, actor=None, now=now, data=data)
    tell_managers(event, tenant=contract.tenant, now=now, always=True)


def _of_changes(keys: Sequence[int], name: str, virus: str, now: datetime) -> None:
    for change in PlanChange.objects.filter(pk__in=keys).select_related("contract__tenant"):
        _on_contract(change.contract, name, virus, now)


def _of_bookings(keys: Sequence[int], name: str, virus: str, now: datetime) -> None:
    for booking in Booking.objects.filter(pk__in=keys).select_related("contract__tenant"):
        _on_contract(booking.contract, name, virus, now)


KINDS = (
    Kind(Attachment, _nothing, _on_tickets),
    Kind(PlanChange, _nothing, _of_changes),
    Kind(Booking, lambda booking, now: tell_result(booking, now=now), _of_bookings),
)
