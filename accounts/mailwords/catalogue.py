"""The mails to customers' people whose words a tenant may change, with the standard words and placeholders of each.

A mail is a heading, a text and a button. Its subject is the heading; that of a mail about a ticket is the thread's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Who reads it, and where the button leads.
READER = ("contact.name", "contact.first_name", "tenant.name", "tenant.telephone", "link")
SIGNATURE = "signature"
# The template of a mail that is no ticket's.
LETTER = "words"
# A sample's values and what the mail's template gets besides, in the active language: (tenant, now).
Sample = Callable[[Any, datetime], tuple[dict[str, Any], dict[str, Any]]]


class Group(TextChoices):
    """What mails are about, as the page of them is ordered."""

    TICKETS = "tickets", _("Tickets")
    SESSIONS = "sessions", _("Sessions and quotas")
    PLANS = "plans", _("Plans and terms")
    NEWS = "news", _("Notices and reports")
    SURVEYS = "surveys", _("Surveys")
    ACCESS = "access", pgettext_lazy("mail", "Access")


@dataclass(frozen=True)
class Letter:
    """One mail: `label` and `occasion` for the list, its standard words, and the placeholders that it knows; `needs`
    are those that its text cannot do without.

    `template` draws it, with the values and the surroundings of `sample` in the preview. `page` draws it instead where
    the words are no mail's: called with the words drawn, the tenant and the language.
    """

    name: str
    group: Group
    label: Promise
    occasion: Promise
    heading: Promise | str
    text: Promise | str
    button: Promise | str
    knows: tuple[str, ...]
    sample: Sample
    needs: tuple[str, ...] = ()
    template: str = LETTER
    page: Callable[..., Any] | None = None

    @property
    def is_signature(self) -> bool:
        """Say whether it is what stands under the others."""
        return self.name == SIGNATURE


LETTERS: dict[str, Letter] = {}


def also_say(*letters: Letter) -> None:
    """Let a tenant change the words of these as well; for each app, when it starts."""
    LETTERS.update((letter.name, letter) for letter in letters)
