"""The mails to customers whose words a tenant may change, with the standard words and the placeholders of each.

A mail is a heading, a text and a button to the portal; its subject is the thread's and never changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What every mail about a ticket knows.
ALWAYS = (
    "contact.name", "contact.first_name", "customer.name", "ticket.number", "ticket.subject", "ticket.product",
    "ticket.severity", "tenant.name", "tenant.telephone", "link",
)  # fmt: skip
# Written by people, in Markdown: each becomes paragraphs of its own.
PARAGRAPHS = frozenset({"message", "reason"})
# Where the reader can get back to the ticket at all; the standard words leave it to the button.
SIGNATURE = "signature"


@dataclass(frozen=True)
class Letter:
    """One mail: `label` and `occasion` for the list, its standard words, and the placeholders that it knows besides
    ALWAYS; `needs` are those that its text cannot do without. `preview` draws it where it is no mail about a ticket
    (called and answering as mailwords/sample.py).
    """

    name: str
    label: Promise
    occasion: Promise
    heading: Promise | str
    text: Promise | str
    button: Promise | str
    knows: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    preview: Callable[..., Any] | None = None

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Give the names of all placeholders that may stand in it."""
        return (*ALWAYS, *self.knows)

    @property
    def is_signature(self) -> bool:
        """Say whether it is what stands under the others."""
        return self.name == SIGNATURE


_OPEN = _("View in the portal")
_LETTERS = (
    Letter(
        "received",
        _("Receipt"),
        _("When a ticket has arrived"),
        _("We have received your ticket {{ ticket.number }}"),
        _("Thank you for writing. “{{ ticket.subject }}” has the number {{ ticket.number }}.\n\n{{ promise }}"),
        _OPEN,
        knows=("promise",),
        needs=("promise",),
    ),
    Letter(
        "enquiry",
        _("Receipt of an enquiry"),
        _("When somebody without a contract asks by the public form"),
        _("We have received your enquiry ({{ ticket.number }})"),
        _(
            "Thank you. Your enquiry has the number {{ ticket.number }}. We answer when there is time; without a "
            "contract we promise no time.\n\n{{ message }}"
        ),
        _OPEN,
        knows=("message",),
    ),
    Letter(
        "started",
        _("Work has started"),
        _("For contacts who have asked for it"),
        _("Work has started on {{ ticket.number }}"),
        _("{{ agent.name }} has started work on “{{ ticket.subject }}”."),
        _OPEN,
        knows=("agent.name", "agent.first_name"),
    ),
    Letter(
        "reply",
        _("Answer"),
        _("What the desk writes on a ticket"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _("{{ agent.name }} writes:\n\n{{ message }}"),
        _OPEN,
        knows=("agent.name", "agent.first_name", "message"),
        needs=("message",),
    ),
    Letter(
        "solved",
        _("Solution"),
        _("When a ticket is solved"),
        _("Solved: {{ ticket.number }} {{ ticket.subject }}"),
        _("{{ message }}\n\nDoes it not work? Answer us, and we go on. Otherwise the ticket closes {{ closes }}."),
        _OPEN,
        knows=("agent.name", "agent.first_name", "message", "closes"),
        needs=("message",),
    ),
    Letter(
        "severity",
        _("Severity confirmed"),
        _("When the severity stays although the customer asked for another"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _("We decided that it is {{ severity.after }}:\n\n{{ reason }}"),
        _OPEN,
        knows=("severity.before", "severity.after", "reason"),
        needs=("reason",),
    ),
    Letter(
        "severity_changed",
        _("Severity changed"),
        _("When the desk decides another severity"),
        "{{ ticket.number }} {{ ticket.subject }}",
        _(
            "We have changed the severity from {{ severity.before }} to {{ severity.after }}. The reason:"
            "\n\n{{ reason }}"
        ),
        _OPEN,
        knows=("severity.before", "severity.after", "reason"),
        needs=("reason",),
    ),
    Letter(
        "merged",
        _("Ticket merged"),
        _("When it goes on under another number"),
        _("Your ticket {{ ticket.number }} goes on as {{ other.number }}"),
        _(
            "Your ticket {{ ticket.number }}, {{ ticket.subject }}, is about the same as ticket {{ other.number }}, "
            "{{ other.subject }}. We answer both there, and everything you wrote is kept."
        ),
        _OPEN,
        knows=("other.number", "other.subject"),
        needs=("other.number",),
    ),
    Letter(
        "split",
        _("Ticket split"),
        _("When a part of it gets a number of its own"),
        _("A part of your ticket {{ ticket.number }} is now ticket {{ other.number }}"),
        _(
            "You wrote about two things in ticket {{ ticket.number }}. So that neither is forgotten, one of them has a "
            "ticket of its own: {{ other.number }}, {{ other.subject }}."
        ),
        _OPEN,
        knows=("other.number", "other.subject"),
        needs=("other.number",),
    ),
    Letter(
        SIGNATURE,
        pgettext_lazy("mail", "Signature"),
        _("Under every mail about a ticket; each team may have its own"),
        "",
        "",
        "",
        knows=("agent.name", "agent.first_name"),
    ),
)
LETTERS = {letter.name: letter for letter in _LETTERS}


def also_say(*letters: Letter) -> None:
    """Let a tenant change the words of these as well; for apps above, when they start."""
    LETTERS.update((letter.name, letter) for letter in letters)
