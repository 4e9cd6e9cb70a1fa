"""Which contracts hold, as a question to the database."""

from datetime import date

from django.db.models import Q

# What goes on after its last day, as things stand (Contract.runs_on).
RUNS_ON = Q(renews=True, status="active")


def in_force(day: date) -> Q:
    """Give what `Contract.holds_on` says of a local date."""
    held = Q(status__in=["active", "notice", "ended"], starts_on__lte=day)
    return held & (Q(ends_on=None) | Q(ends_on__gte=day) | RUNS_ON)
