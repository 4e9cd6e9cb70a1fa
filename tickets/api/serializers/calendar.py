"""Calendars and the days they are made of."""

from typing import Any

from rest_framework import serializers

from sla.calendars import compiled
from sla.engine import format_time
from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from sla.engine.reasons import CODES
from sla.models import CalendarVersion, Channel
from tickets.api.fields import InstantField


class CalendarSerializer(serializers.Serializer[Any]):
    """Opening hours by name; what they are stands in days/."""

    id = serializers.IntegerField(source="pk")
    slug = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    zone = serializers.CharField()
    channels = serializers.ListField(
        child=serializers.ChoiceField(Channel.choices),
        help_text="Of which channels customers are shown these.",
    )


class CalendarVersionSerializer(serializers.Serializer[Any]):
    """One version; it never changes. A clock names the one that it was counted with."""

    version = serializers.IntegerField(source="number")
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(allow_null=True)
    zone = serializers.CharField()
    week = serializers.DictField(
        child=serializers.ListField(child=serializers.ListField(child=serializers.CharField())),
        help_text="Openings by weekday, 0 is Monday: from and to.",
    )
    exceptions = serializers.DictField(child=serializers.CharField(), help_text="The notes of dates with other hours.")


class OpeningSerializer(serializers.Serializer[Any]):
    """Half-open: [open, close)."""

    open = serializers.DateTimeField()
    close = serializers.DateTimeField()


class DaySerializer(serializers.Serializer[Any]):
    """One local day. `reason` says why it is closed or shortened; null on an ordinary day."""

    date = serializers.DateField()
    openings = OpeningSerializer(many=True)
    reason = serializers.ChoiceField([(code, code) for code in CODES], allow_null=True)
    text = serializers.CharField(allow_blank=True)


class YearQuery(serializers.Serializer[Any]):
    """Which year."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)


class DaysSerializer(serializers.Serializer[Any]):
    """Every day of a year."""

    calendar = CalendarSerializer()
    year = serializers.IntegerField()
    days = DaySerializer(many=True)


class SpanQuery(serializers.Serializer[Any]):
    """From when to when; with zone."""

    start = InstantField(help_text="An instant with its zone, as 2026-04-30T12:30:00+02:00.")
    end = InstantField(help_text="At most 366 days later.")


def calendar_version_data(version: CalendarVersion) -> dict[str, Any]:
    """Give what CalendarVersionSerializer shows; the version comes with its author."""
    definition = compiled(version).definition
    return {
        "number": version.number,
        "created_at": version.created_at,
        "created_by": version.created_by.user.name if version.created_by else None,
        "zone": definition.zone,
        "week": {
            str(day): [[format_time(opened), format_time(closed)] for opened, closed in openings]
            for day, openings in sorted(definition.week.items())
        },
        "exceptions": {str(day): exception.note for day, exception in sorted(definition.exceptions.items())},
    }
