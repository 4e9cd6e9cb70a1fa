"""Comments among what the desk's own search finds: the search page and Ctrl-K."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Membership
from surveys.models import Answer
from surveys.selectors.comments import EVERY_MONTH, CommentFilter, matching
from tickets.selectors.palette import Item

IN_PALETTE, ON_PAGE = 3, 5
# Shorter words stand in too much to be looked for at every key.
SHORTEST = 3
_EXCERPT = 80
_WITH = ("invitation__ticket__customer", "invitation__ticket__assignee__user", "invitation__contact")


def comment_items(words: str, member: Membership) -> list[Item]:
    """Give the latest comments with these words that `member` may see, each leading to its ticket. One query."""
    if len(words) < SHORTEST:
        return []
    return [_item(answer) for answer in _latest(CommentFilter(q=words), member)[:IN_PALETTE]]


def comments_beside_tickets(asked: CommentFilter, member: Membership) -> tuple[list[Answer], bool]:
    """Give the five latest comments with the words asked for, and whether there are more. One query, none without."""
    found = list(_latest(asked, member)[: ON_PAGE + 1]) if asked.q else []
    return found[:ON_PAGE], len(found) > ON_PAGE


def everything(asked: CommentFilter) -> str:
    """Give the address of the page with all comments that have these words."""
    return reverse("surveys:comments") + "?" + asked.query(month=EVERY_MONTH)


def _latest(asked: CommentFilter, member: Membership) -> QuerySet[Answer]:
    return matching(asked, member=member).select_related(*_WITH).order_by("-answered_at", "-pk")


def _item(answer: Answer) -> Item:
    ticket, text = answer.invitation.ticket, " ".join((answer.reason or answer.improvement).split())
    said = {"score": answer.score, "text": Truncator(text).chars(_EXCERPT)}
    return {
        "label": _("%(score)s of 10: %(text)s") % said,
        "hint": ticket.customer.name,
        "url": reverse("desk:ticket", args=[ticket.number]),
        "kind": "comment",
    }
