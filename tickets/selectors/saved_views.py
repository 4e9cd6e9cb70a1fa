"""The saved views that a member has in the rail."""

from urllib.parse import parse_qsl

from django.db.models import Q

from accounts.models import Membership
from tickets.models import SavedView, TeamMember
from tickets.selectors.queue_filters import QueueFilter

# A rail that is longer is not read, and every view in it is counted.
MOST_SHOWN = 30


def saved_views(member: Membership) -> list[SavedView]:
    """Give the member's own views and those shared with them, in the order of the rail. One query."""
    teams = TeamMember.objects.filter(membership=member).values("team")
    mine = (
        Q(owner=member) | Q(audience=SavedView.Audience.EVERYONE) | Q(audience=SavedView.Audience.TEAM, team__in=teams)
    )
    return list(SavedView.objects.filter(mine)[:MOST_SHOWN])


def question_of(view: SavedView) -> QueueFilter:
    """Give what a saved view asks, as far as it is understood today."""
    return QueueFilter.read(dict(parse_qsl(view.query)))
