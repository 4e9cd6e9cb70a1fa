"""Calendars and the days they are made of."""

from typing import Any

from rest_framework import serializers

from sla.engine.instants import FIRST_YEAR, LAST_YEAR
from sla.engine.reasons import CODES
from tickets.api.fields import InstantField


class CalendarSerializer(serializers.Serializer[Any]):
    """Opening hours by name; what they are stands in days/."""

    id = serializers.IntegerField(source="pk")
    slug = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    zone = serializers.CharField()


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
