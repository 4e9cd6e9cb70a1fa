"""The mails about a ticket: their standard words, and what each knows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.mailwords.catalogue import READER, SIGNATURE, Group, Letter
from tickets.mailwords.sample import sample_answer, sample_ticket_mail, under_an_answer

# What every mail about a ticket knows.
TICKET = (
    *READER, "customer.name", "ticket.number", "ticket.subject", "ticket.product", "ticket.severity",
)  # fmt: skip
AGENT = ("agent.name", "agent.first_name")

_OPEN = _("View in the portal")
LETTERS = (
    Letter(
        "received",
        Group.TICKETS,
        _("Receipt"),
        _("When a ticket has arrived"),
        _("We have received your ticket {{ ticket.number }}"),
        _("Thank you for writing. “{{ ticket.subject }}” has the number {{ ticket.number }}.\n\n{{ promise }}"),
        _OPEN,
        knows=(*TICKET, "promise"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("promise",),
    ),
    Letter(
        "enquiry",
        Group.TICKETS,
        _("Receipt of an enquiry"),
        _("When somebody without a contract asks by the public form"),
        _("We have received your enquiry ({{ ticket.number }})"),
        _(
            "Thank you. Your enquiry has the number {{ ticket.number }}. We answer when there is time; without a "
            "contract we promise no time.\n\n{{ message }}"
        ),
        _OPEN,
        knows=(*TICKET, "message"),
        sample=sample_ticket_mail,
        template="tickets/letter",
    ),
    Letter(
        "started",
        Group.TICKETS,
        _("Work has started"),
        _("For contacts who have asked for it"),
        _("Work has started on {{ ticket.number }}"),
        _("{{ agent.name }} has started work on “{{ ticket.subject }}”."),
        _OPEN,
        knows=(*TICKET, *AGENT),
        sample=sample_ticket_mail,
        template="tickets/letter",
    ),
    Letter(
        "reply",
        Group.TICKETS,
        _("Answer"),
        _("What the desk writes on a ticket"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _("{{ agent.name }} writes:\n\n{{ message }}"),
        _OPEN,
        knows=(*TICKET, *AGENT, "message"),
        sample=sample_answer,
        template="tickets/letter",
        needs=("message",),
    ),
    Letter(
        "solved",
        Group.TICKETS,
        _("Solution"),
        _("When a ticket is solved"),
        _("Solved: {{ ticket.number }} {{ ticket.subject }}"),
        _("{{ message }}\n\nDoes it not work? Answer us, and we go on. Otherwise the ticket closes {{ closes }}."),
        _OPEN,
        knows=(*TICKET, *AGENT, "message", "closes"),
        sample=sample_answer,
        template="tickets/letter",
        needs=("message",),
    ),
    Letter(
        "severity",
        Group.TICKETS,
        _("Severity confirmed"),
        _("When the severity stays although the customer asked for another"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _("We decided that it is {{ severity.after }}:\n\n{{ reason }}"),
        _OPEN,
        knows=(*TICKET, "severity.before", "severity.after", "reason"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("reason",),
    ),
    Letter(
        "severity_changed",
        Group.TICKETS,
        _("Severity changed"),
        _("When the desk decides another severity"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _(
            "We have changed the severity from {{ severity.before }} to {{ severity.after }}. The reason:"
            "\n\n{{ reason }}"
        ),
        _OPEN,
        knows=(*TICKET, "severity.before", "severity.after", "reason"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("reason",),
    ),
    Letter(
        "merged",
        Group.TICKETS,
        _("Ticket merged"),
        _("When it goes on under another number"),
        _("Your ticket {{ ticket.number }} goes on as {{ other.number }}"),
        _(
            "Your ticket {{ ticket.number }}, {{ ticket.subject }}, is about the same as ticket {{ other.number }}, "
            "{{ other.subject }}. We answer both there, and everything you wrote is kept."
        ),
        _OPEN,
        knows=(*TICKET, "other.number", "other.subject"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("other.number",),
    ),
    Letter(
        "split",
        Group.TICKETS,
        _("Ticket split"),
        _("When a part of it gets a number of its own"),
        _("A part of your ticket {{ ticket.number }} is now ticket {{ other.number }}"),
        _(
            "You wrote about two things in ticket {{ ticket.number }}. So that neither is forgotten, one of them has a "
            "ticket of its own: {{ other.number }}, {{ other.subject }}."
        ),
        _OPEN,
        knows=(*TICKET, "other.number", "other.subject"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("other.number",),
    ),
    Letter(
        "payroll_runs",
        Group.TICKETS,
        _("Payroll runs that are not approved"),
        _("When a list of them has been made"),
        _("Payroll runs that are not approved"),
        "{{ message }}",
        _("Answer in the portal"),
        knows=(*TICKET, "message"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("message",),
    ),
    Letter(
        "refused_files",
        Group.TICKETS,
        _("Files that did not arrive"),
        _("When a mail’s files could not be taken"),
        _("Files that did not arrive ({{ ticket.number }})"),
        _(
            "Your mail has arrived and belongs to ticket {{ ticket.number }}. Not all of its files could be taken:"
            "\n\n{{ files }}\n\nEverything else is there; you need not send the mail again."
        ),
        _OPEN,
        knows=(*TICKET, "files"),
        sample=sample_ticket_mail,
        template="tickets/letter",
        needs=("files",),
    ),
    Letter(
        SIGNATURE,
        Group.TICKETS,
        pgettext_lazy("mail", "Signature"),
        _("Under every mail about a ticket; each team may have its own"),
        "",
        "",
        "",
        knows=(*TICKET, *AGENT),
        sample=sample_ticket_mail,
        page=under_an_answer,
    ),
)
