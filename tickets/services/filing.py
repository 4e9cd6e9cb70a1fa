"""A customer's question becomes a ticket."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.models import Contact, Customer, Product
from contracts.selectors import match_terms
from sla.selectors import default_policy_version
from tickets.clocks import record_terms
from tickets.clocks.clock import Contacting
from tickets.clocks.counting import record_contact
from tickets.emails import tell_received
from tickets.mailed import NO_MAIL, Mailed, columns_of
from tickets.models import Message, Team, Ticket, TicketEvent
from tickets.services.attachments import Upload, store_files
from tickets.services.changing import announce
from tickets.services.clocks import sync_clocks
from tickets.services.custom_fields import Values, store_values
from tickets.services.events import record
from tickets.services.numbers import take_numbers
from tickets.services.search_index import index_tickets
from tickets.services.sharing import share, team_for
from tickets.services.telling import tell_kept


@transaction.atomic
def file_ticket(
    *,
    actor: Membership | None,
    customer: Customer,
    contact: Contact | None,
    subject: str,
    text: str,
    severity: str,
    now: datetime,
    product: Product | None = None,
    channel: str = Ticket.Channel.PORTAL,
    team: Team | None = None,
    files: Sequence[Upload] = (),
    external_id: str = "",
    follow_up_of: Ticket | None = None,
    fields: Values | None = None,
    kind: str = Ticket.Kind.QUESTION,
    contact_within: Contacting | None = None,
    mailed: Mailed = NO_MAIL,
    receipt: bool = False,
) -> Ticket:
    """Take the ticket, start its clocks and give it the next number.

    Without `team` it goes to the one that takes the product, and there to whom the team's rule says.
    Without contract it is taken all the same, and has no clocks (domain: No contract). ValidationError for a file that
    is too large or of a kind not allowed, and for an external id that a ticket has already; nothing is written then.
    `fields` are the product's own, by key, errors at `field-<key>`; None asks for none, whatever is required.
    A proactive case says `contact_within`: its text is a note, and without contract the default policy lends its alert
    steps and hours to the contact clock.
    `receipt` mails the contact the number and the promise: never for a mail that a machine sent, nor for too many.
    """
    contract, version, matched_by = match_terms(customer, product, now, contact)
    contact_only = version is None if contact_within else None
    if contact_only:
        version = default_policy_version()
    key = _next_key()
    ticket = Ticket(
        pk=key,
        number=-key,
        subject=" ".join(subject.split()),  # one line: it becomes the subject of letters
        customer=customer,
        contact=contact,
        product=product,
        contract=contract,
        policy_version=version,
        channel=channel,
        kind=kind,
        severity_asked=severity,
        severity=severity,
        is_fast_track=bool(contract and contract.plan_version.has_fast_track),
        team=team or team_for(product),
        opened_at=now,
        last_event_at=now,
        external_id=external_id,
        follow_up_of=follow_up_of,
    )
    _insert(ticket)
    if fields is not None:
        store_values(ticket, fields, for_customer=actor is not None and not actor.is_staff)
    written = Message.Kind.NOTE if contact_within else Message.Kind.CUSTOMER
    writer = None if contact_within else contact
    message = Message.objects.create(
        ticket=ticket,
        kind=written,
        author=actor,
        contact=writer,
        channel=channel,
        text=text,
        at=now,
        **columns_of(mailed),
    )
    store_files(message, files, now=now)
    covers = bool(contract and contract.covers_critical)
    terms = record_terms(
        version, channel=channel, covers_critical=covers, matched_by=matched_by, contact_only=contact_only
    )
    if contact_within:
        terms["contact_within"] = record_contact(contact_within)
    record(
        ticket,
        TicketEvent.Kind.FILED,
        actor=actor,
        contact=writer,
        message=message,
        now=now,
        severity=severity,
        **terms,
    )
    if follow_up_of is not None:
        record(follow_up_of, TicketEvent.Kind.FOLLOWED_UP, actor=actor, contact=contact, now=now, ticket=key)
    share(ticket, now=now)
    sync_clocks(ticket)
    ticket.number = take_numbers(1)
    ticket.save()
    index_tickets(ticket)
    if receipt:
        tell_received(ticket, now=now, is_answer=bool(mailed.message_id))
    tell_kept(ticket)
    announce()
    return ticket


def _insert(ticket: Ticket) -> None:
    try:
        with transaction.atomic():
            ticket.save(force_insert=True)
    except IntegrityError as error:
        if not ticket.external_id:
            raise
        # Two at once: the second has waited for the first, and finds its number taken.
        taken = _("There is a ticket with this number already.")
        raise ValidationError({"external_id": taken}, code="external_id") from error


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tickets_ticket', 'id'))")
        return int(cursor.fetchone()[0])
