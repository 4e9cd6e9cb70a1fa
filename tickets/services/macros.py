"""Macros: who may keep which, and what they do to a ticket."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.mailwords.placeholders import check
from accounts.models import Membership
from tickets.models import Macro, Message, Team, Ticket
from tickets.placeholders import VALUES
from tickets.selectors.macros import may_change, written_by
from tickets.services.assignment import assign
from tickets.services.messages import add_note, reply
from tickets.services.status import set_status

LANGUAGES = ("sv", "da", "en")


@dataclass(frozen=True)
class MacroCard:
    """What is entered of a macro: `owner` None and `team` None is for everybody at the desk."""

    name: str
    owner: Membership | None = None
    team: Team | None = None
    text_sv: str = ""
    text_da: str = ""
    text_en: str = ""
    set_status: str = ""
    assigns_sender: bool = False
    set_assignee: Membership | None = None
    set_team: Team | None = None


NAMES = [field.name for field in fields(MacroCard)]


@transaction.atomic
def save_macro(*, macro: Macro, actor: Membership, card: MacroCard) -> Macro:
    """Keep a new or changed macro. ValidationError at the field where a placeholder is wrong, and where it does nothing
    at all; NotAllowedError for whoever may not change or share it so.
    """
    shares = card.owner != actor and actor.role not in MANAGERS
    if shares or card.owner not in (None, actor) or (macro.pk and not may_change(macro, actor)):
        raise NotAllowedError("only managers keep macros that others use")
    values = {name: getattr(card, name) for name in NAMES}
    problems: dict[str, ValidationError] = {}
    for language in LANGUAGES:
        try:
            check(values[f"text_{language}"], VALUES)
        except ValidationError as error:
            problems[f"text_{language}"] = error
    if problems:
        raise ValidationError(dict(problems))
    if not any(values[name] for name in values if name not in ("name", "owner", "team")):
        raise ValidationError(_("Write a text in at least one language, or choose what is changed."), code="empty")
    for field, value in values.items():
        setattr(macro, field, value)
    macro.save()
    return macro


def remove_macro(*, macro: Macro, actor: Membership) -> None:
    """Forget a macro; NotAllowedError for whoever may not change it."""
    if not may_change(macro, actor):
        raise NotAllowedError("only managers keep macros that others use")
    macro.delete()


@transaction.atomic
def apply_macro(*, ticket: Ticket, macro: Macro, actor: Membership, now: datetime, with_status: bool = True) -> Ticket:
    """Do what the macro changes: status, assignee, team. A ticket that is done stays as it is.

    `with_status` False leaves the status to what was chosen otherwise. ValidationError as the single changes raise it.
    """
    if not ticket.is_open:
        return ticket
    assignee = actor if macro.assigns_sender else macro.set_assignee
    if assignee or macro.set_team:
        ticket = assign(ticket=ticket, actor=actor, assignee=assignee or ticket.assignee, team=macro.set_team, now=now)
    if with_status and macro.set_status:
        ticket = set_status(ticket=ticket, actor=actor, status=macro.set_status, now=now)
    return ticket


@transaction.atomic
def send_macro(*, ticket: Ticket, macro: Macro, actor: Membership, kind: str, now: datetime) -> Ticket:
    """Write the macro's text, if it has one, as a reply or a note (`kind` of a message), and make its changes.

    ValidationError as the single changes raise it, and for a ticket that is done: nothing is written then.
    """
    ticket = Ticket.objects.select_related("customer__tenant", "contact", "product", "assignee__user").get(pk=ticket.pk)
    if not ticket.is_open:
        raise ValidationError(_("The ticket is already solved."), code="status")
    if text := written_by(macro, ticket, member=actor, now=now):
        write = add_note if kind == Message.Kind.NOTE else reply
        ticket = write(ticket=ticket, actor=actor, text=text, now=now)
    return apply_macro(ticket=ticket, macro=macro, actor=actor, now=now)
