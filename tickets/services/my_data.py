"""All that is kept about a contact, as a zip file that is made while it is sent: no size is too large, nothing is kept.

The person's own alone: their tickets with their words and support's answers, their words elsewhere, the files of those,
their profile, and what apps above add (`also_give`). No colleague's words, no notes, no names of others.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from accounts.models import Export, Tenant
from accounts.tenancy.context import tenant_context
from contracts.models import Contact
from tickets.models import Attachment, Deflection, Message, Ticket

AT_ONCE = 100
CHUNK = 256 * 1024
Rows = list[dict[str, Any]]
_more: dict[str, Callable[[Contact], Rows]] = {}


def also_give(name: str, read: Callable[[Contact], Rows]) -> None:
    """Let an app above add a list of what it keeps about a contact, as `name`.json (AppConfig.ready)."""
    _more[name] = read


class _Pipe:
    """What the zip file is written to: it is taken out piece by piece."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take what is next; there is no way back."""
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        """Give what was written since."""
        taken, self._written = bytes(self._written), bytearray()
        return taken


def my_data(*, tenant: Tenant, contact: Contact, now: datetime) -> Iterator[bytes]:
    """Give the zip file in pieces. It is read after the request's transaction, so each reading has one of its own."""
    pipe, files = _Pipe(), dict[str, str]()
    target: Any = pipe  # written forward alone, which the type of a zip file's target does not know
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, read in {**_OWN, **_more}.items():
            with _inside(tenant):
                archive.writestr(f"{name}.json", _text(read(contact)))
            yield pipe.take()
        for name, batches in (("tickets", _tickets), ("messages", _elsewhere)):
            with archive.open(f"{name}.json", "w", force_zip64=True) as entry:
                entry.write(b"[")
                for number, rows in enumerate(_read(tenant, contact, files, batches)):
                    entry.write(b",\n" * bool(number) + b",\n".join(_text(row) for row in rows))
                    yield pipe.take()
                entry.write(b"]\n")
        for place, path in files.items():
            if default_storage.exists(path):
                with archive.open(place, "w", force_zip64=True) as entry, default_storage.open(path) as file:
                    while chunk := file.read(CHUNK):
                        entry.write(chunk)
                        yield pipe.take()
    yield pipe.take()


@contextmanager
def _inside(tenant: Tenant) -> Iterator[None]:
    with tenant_context(tenant.pk), transaction.atomic():
        yield


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


Batches = Callable[[Contact, int, dict[str, str]], tuple[Rows, int]]


def _read(tenant: Tenant, contact: Contact, files: dict[str, str], batch: Batches) -> Iterator[Rows]:
    """Give batches of rows until there are no more, each read in a transaction that ends before it is sent."""
    after = 0
    while True:
        with _inside(tenant):
            rows, after = batch(contact, after, files)
        if not rows:
            return
        yield rows


def _profile(contact: Contact) -> Rows:
    user = contact.membership.user if contact.membership else None
    keys = ["name", "email", "telephone", "title", "language", "is_company_wide"]
    keys += ["mail_replies", "mail_started", "mail_company", "no_surveys"]
    events = [{"at": _at(event.at), "what": event.kind} for event in contact.events.all()]
    kept: dict[str, Any] = {key: getattr(contact, key) for key in keys}
    joined = _at(user.date_joined) if user else None
    return [kept | {"company": contact.customer.name, "signs_in_since": joined, "changes_of_access": events}]


def _unfiled(contact: Contact) -> Rows:
    return [{"at": _at(one.at), "subject": one.subject} for one in Deflection.objects.filter(contact=contact)]


def _notices(contact: Contact) -> Rows:
    """Give what they subscribe to, and what was mailed to them with many others."""
    wanted = contact.subscriptions.select_related("product").order_by("kind", "pk")
    told = contact.mailing_receipts.select_related("mailing").order_by("at", "pk")
    return [
        *({"wants": one.kind, "product": one.product.name if one.product else None} for one in wanted),
        *({"mailed": one.mailing.kind, "at": _at(one.at), "to": one.email} for one in told),
    ]


def _exports(contact: Contact) -> Rows:
    """Give which lists they took as files."""
    taken = Export.objects.filter(member=contact.membership_id).order_by("pk")
    return [{"at": _at(one.at), "file": one.name, "page": one.path, "asked": one.question} for one in taken]


_OWN = {"profile": _profile, "unfiled": _unfiled, "notices": _notices, "exports": _exports}


def _tickets(contact: Contact, after: int, files: dict[str, str]) -> tuple[Rows, int]:
    found = Ticket.objects.filter(contact=contact, pk__gt=after).select_related("product").order_by("pk")
    tickets = list(found[:AT_ONCE])
    theirs = Q(kind=Message.Kind.REPLY) | Q(kind=Message.Kind.CUSTOMER, contact=contact)
    said: dict[int, Rows] = {}
    messages = Message.objects.filter(theirs, ticket__in=tickets).select_related("ticket").order_by("at", "pk")
    for message in messages.prefetch_related("attachments"):
        said.setdefault(message.ticket_id, []).append(_message(message, files))
    rows = [
        {
            "number": ticket.number,
            "subject": ticket.subject,
            "status": ticket.status,
            "severity": ticket.severity,
            "severity_asked": ticket.severity_asked,
            "product": ticket.product.name if ticket.product else None,
            "filed": _at(ticket.opened_at),
            "solved": _at(ticket.resolved_at),
            "closed": _at(ticket.closed_at),
            "solution": ticket.solution,
            "messages": said.get(ticket.pk, []),
        }
        for ticket in tickets
    ]
    return rows, tickets[-1].pk if tickets else after


def _elsewhere(contact: Contact, after: int, files: dict[str, str]) -> tuple[Rows, int]:
    """Give what the contact wrote in tickets that others filed."""
    mine = Message.objects.filter(contact=contact, kind=Message.Kind.CUSTOMER, pk__gt=after).order_by("pk")
    others = mine.exclude(ticket__contact=contact).select_related("ticket").prefetch_related("attachments")
    messages = list(others[:AT_ONCE])
    rows = [{"ticket": message.ticket.number} | _message(message, files) for message in messages]
    return rows, messages[-1].pk if messages else after


def _message(message: Message, files: dict[str, str]) -> dict[str, Any]:
    given = {_place(message, file): file.path for file in message.attachments.all() if not file.held}
    files |= given
    by = "support" if message.kind == Message.Kind.REPLY else "me"
    return {"at": _at(message.at), "by": by, "text": message.text, "files": list(given)}


def _place(message: Message, file: Attachment) -> str:
    return f"files/{message.ticket.number}/{file.pk}-{PurePath(file.name).name}"


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
