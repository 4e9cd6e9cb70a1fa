"""The headers by which a mail program keeps all mails about a ticket together."""

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings

from accounts.models import Tenant
from tickets import threads
from tickets.models import Mailbox, Message, Ticket


def tenants_address(tenant: Tenant) -> str:
    """Give the address that a tenant's mail comes from where no mailbox does."""
    return tenant.sender or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def mailbox_for_everything() -> str | None:
    """Give the address of the first mailbox that is for everything. One question."""
    boxes = Mailbox.objects.filter(is_active=True, product=None).order_by("pk")
    return boxes.values_list("address", flat=True).first()


def answers_to(tenant: Tenant) -> str | None:
    """Give where answers to a mail that is no ticket's go: the mailbox for everything, else the tenant's address. One
    question.
    """
    return mailbox_for_everything() or tenant.sender or None


def thread_headers(
    ticket: Ticket, earlier: Sequence[Message] = (), *, receiver: str = "", domain: str = ""
) -> dict[str, str]:
    """Give the headers that keep a ticket's mails together: the latest before this one, and all it goes back to.

    `earlier` are public messages, newest first: the customer's are named by the mail they came by, ours by the one
    that this receiver was sent.
    """
    ids = [threads.root_of(ticket.number)]
    for message in reversed(earlier):
        if message.kind == Message.Kind.REPLY:
            ids.append(threads.message_id_of(ticket.number, f"message:{message.pk}:{receiver}", domain))
        elif message.mail_id and len(message.mail_id.split()) == 1:
            ids.append(message.mail_id)
    return {"In-Reply-To": ids[-1], "References": " ".join(ids)}


def in_thread(ticket: Ticket, key: str, tenant: Tenant, mailbox: str | None) -> dict[str, Any]:
    """Give what puts a mail to a member of the desk into the ticket's thread, as write_mail takes it. No question.

    `mailbox` takes what they answer, which becomes a note; None where there is none.
    """
    domain = tenants_address(tenant).rpartition("@")[2]
    return {
        "message_id": threads.message_id_of(ticket.number, key, domain),
        "headers": thread_headers(ticket),
        "reply_to": threads.reply_address(mailbox, ticket.number) if mailbox else None,
    }
