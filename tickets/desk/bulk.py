"""What can be done to several tickets at once. A new action is one entry in BULK."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from tickets.desk.forms import member_of
from tickets.models import Ticket
from tickets.selectors.choices import Choices
from tickets.selectors.macros import usable_macros
from tickets.services.assignment import assign
from tickets.services.bulk import Apply
from tickets.services.macros import send_macro
from tickets.services.status import set_status
from tickets.services.tags import add_tag

Option = tuple[str, str]


@dataclass(frozen=True)
class Action:
    """One action: a list to choose from in the bar (`name` in the form), and `make`, which turns the chosen value into
    what is done to each ticket. `hotkey` leads to the list.
    """

    name: str
    label: str | Promise
    hotkey: str
    options: Callable[[Choices], list[Option]]
    make: Callable[[str, Membership], Apply]


@dataclass(frozen=True)
class Control:
    """An action as it stands in the bar."""

    action: Action
    choices: Choices

    @property
    def options(self) -> list[Option]:
        """Give what can be chosen."""
        return self.action.options(self.choices)


def _people(choices: Choices) -> list[Option]:
    first = [("me", pgettext("assignee", "Me")), ("none", pgettext("assignee", "Nobody"))]
    return first + [(str(pk), name) for pk, name in choices.staff]


def _assign(value: str, actor: Membership) -> Apply:
    assignee = actor if value == "me" else member_of(value)
    return lambda ticket, now: assign(ticket=ticket, actor=actor, assignee=assignee, now=now)


def _statuses(choices: Choices) -> list[Option]:
    return [(s.value, str(s.label)) for s in Ticket.OPEN_STATUSES if s != Ticket.Status.NEW]


def _status(value: str, actor: Membership) -> Apply:
    return lambda ticket, now: set_status(ticket=ticket, actor=actor, status=value, now=now)


def _tags(choices: Choices) -> list[Option]:
    return [(name, name) for _key, name in choices.tags]


def _tag(value: str, actor: Membership) -> Apply:
    def apply(ticket: Ticket, now: datetime) -> Ticket:
        add_tag(ticket=ticket, actor=actor, name=value, now=now)
        return ticket

    return apply


def _macros(choices: Choices) -> list[Option]:
    reply, note = gettext("%(name)s, as a reply"), gettext("%(name)s, as a note")
    said = [(f"reply-{pk}", reply % {"name": name}) for pk, name in choices.writing]
    noted = [(f"note-{pk}", note % {"name": name}) for pk, name in choices.writing]
    return said + noted + [(f"none-{pk}", name) for pk, name in choices.quiet]


def _macro(value: str, actor: Membership) -> Apply:
    kind, _dash, pk = value.partition("-")
    macro = usable_macros(actor).get(pk=int(pk))
    return lambda ticket, now: send_macro(ticket=ticket, macro=macro, actor=actor, kind=kind, now=now)


# In this order they are done: what was chosen as status or assignee counts before what a macro sets.
BULK = {
    action.name: action
    for action in (
        Action("macro", _("Macro"), "i", _macros, _macro),
        Action("status", _("Status"), "t", _statuses, _status),
        Action("tag", _("Add the tag"), "#", _tags, _tag),
        Action("assignee", _("Assign to"), "a", _people, _assign),
    )
}
