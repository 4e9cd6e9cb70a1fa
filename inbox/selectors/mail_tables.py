"""Mail that came in, and mailboxes, as tables for files: what their pages list, all of it."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.tables import Table
from accounts.tables.of_rows import instant, table_of, yes_no
from inbox.models import InboundMail
from inbox.selectors.mailboxes import mailbox_rows


def mails_table(found: QuerySet[InboundMail]) -> Table:
    """Give mails with what became of each, never their words."""
    return table_of(
        _("Mail that came in"),
        found,
        (_("Subject"), lambda mail: mail.subject),
        (_("Sender"), lambda mail: mail.sender or mail.envelope_from or ""),
        (_("What became of it"), lambda mail: mail.words),
        (_("Ticket"), lambda mail: mail.ticket.number if mail.ticket else None),
        (_("Mailbox"), lambda mail: mail.mailbox.address),
        (instant(_("When")), lambda mail: mail.received_at),
        (_("Error"), lambda mail: mail.error),
    )


def mailboxes_table() -> Table:
    """Give mailboxes with when mail last came, and how it is fetched."""
    return table_of(
        _("Mailboxes"),
        mailbox_rows(),
        (_("E-mail address"), lambda row: row.mailbox.address),
        (_("Takes mail"), lambda row: yes_no(row.mailbox.is_active)),
        (_("Product"), lambda row: row.mailbox.product.name if row.mailbox.product else ""),
        (_("Team"), lambda row: row.mailbox.team.name if row.mailbox.team else ""),
        (instant(_("Last mail")), lambda row: row.last_at),
        (instant(_("Fetched")), lambda row: row.account.last_polled_at if row.account else None),
        (_("Error"), lambda row: row.trouble),
    )
