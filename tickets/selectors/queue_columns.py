"""The columns of the queue: which there are, and which of them a member has chosen, in what order."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from tickets.models import SavedView


@dataclass(frozen=True)
class Column:
    """One column. `css` is its cells' class, `needs` what must be read along with the ticket."""

    name: str
    label: str | Promise
    css: str
    needs: str = ""
    has_head: bool = True


COLUMNS = {
    column.name: column
    for column in (
        Column("due", _("Deadline"), "due"),
        Column("left", _("Open time left"), "left"),
        Column("clock", _("Clock"), "state"),
        Column("severity", _("Severity"), "sev-cell"),
        Column("star", _("Fast track"), "star-cell", has_head=False),
        Column("number", _("No."), "id"),
        Column("subject", _("Subject"), "subj"),
        Column("customer", _("Customer"), "cust"),
        Column("status", _("Status"), "fact"),
        Column("assignee", _("Assignee"), "who"),
        Column("unread", _("Unread"), "new", has_head=False),
        Column("team", _("Team"), "fact", needs="team"),
        Column("product", _("Product"), "fact", needs="product"),
        Column("plan", _("Plan"), "fact", needs="contract__plan"),
        Column("channel", _("How it came"), "fact"),
        Column("opened", _("Filed"), "fact"),
        Column("changed", _("Last change"), "fact"),
    )
}
USUAL = ("due", "left", "clock", "severity", "star", "number", "subject", "customer", "status", "assignee", "unread")
# What a row cannot do without: its deadline leads, and its subject opens it.
ALWAYS = ("due", "subject")


def valid_columns(names: Iterable[str]) -> list[str]:
    """Give the known ones among the names, once each, in their order; those that are always there are put back."""
    chosen = [name for name in dict.fromkeys(names) if name in COLUMNS]
    return [*(name for name in ALWAYS if name not in chosen), *chosen]


def columns_of(member: Membership, view: SavedView | None = None) -> list[Column]:
    """Give the columns of the saved view that is open, else the member's, else the usual ones."""
    chosen = (view.columns if view else []) or member.queue_columns
    return [COLUMNS[name] for name in (valid_columns(chosen) if chosen else USUAL)]
