"""A change of what open tickets are promised: looked at first, then saved, and the tickets follow."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from tickets.models import Recount
from tickets.selectors.impact import Impact, impact_of_terms
from tickets.selectors.recounts import applied_by, tickets_in
from tickets.services.recounting import begin_recount

# About half a second of a request; more tickets than these follow in the background.
AT_ONCE = 50

# Writes the change; gives whose open tickets follow (a Recount not yet saved), or None where none do.
Save = Callable[[], Recount | None]


def rehearse(save: Save, *, now: datetime) -> Impact:
    """Give what `save` would do to open deadlines; nothing is written. Raises what `save` refuses."""
    with transaction.atomic():
        recount = save()
        impact = Impact()
        if recount is not None:
            impact = impact_of_terms(tickets_in(recount), applied=applied_by(recount), now=now)
        transaction.set_rollback(True)
    return impact


@transaction.atomic
def carry_out(save: Save, *, actor: Membership, now: datetime) -> Recount | None:
    """Save, and count open tickets again: a few at once, many in the background. Raises what `save` refuses."""
    recount = save()
    return recount and begin_recount(recount, actor=actor, now=now, at_once=AT_ONCE)
