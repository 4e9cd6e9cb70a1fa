"""Promises and why they are what they are."""

from typing import Any

from rest_framework import serializers

from sla.engine import LedgerRow
from sla.engine.reasons import CODES
from sla.models import Metric, Severity
from sla.terms import Target
from sla.words import target_text
from tickets.api.fields import CustomerField, NamedSerializer, ProductField
from tickets.ledger_words import reason_text
from tickets.models import SlaClock, Ticket


class LedgerRowSerializer(serializers.Serializer[Any]):
    """One interval, counted or not, and why. `text` is in the caller's language."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    counted = serializers.BooleanField()
    reason = serializers.ChoiceField([(code, code) for code in CODES], source="reason.code")
    detail = serializers.CharField(source="reason.detail", allow_blank=True)
    text = serializers.SerializerMethodField()

    def get_text(self, row: LedgerRow) -> str:
        """Give the reason in words."""
        return reason_text(row.reason)


class LedgerSerializer(serializers.Serializer[Any]):
    """Every interval from start to end, without gap or overlap, and the sum of what counts."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    counted_seconds = serializers.IntegerField()
    rows = LedgerRowSerializer(many=True)


class TargetSerializer(serializers.Serializer[Any]):
    """Open seconds, or working days (closing time of the n-th)."""

    seconds = serializers.IntegerField(allow_null=True)
    business_days = serializers.IntegerField(source="days", allow_null=True)
    text = serializers.SerializerMethodField(help_text="In the caller's language.")

    def get_text(self, target: Target) -> str:
        """Give the target as it was entered."""
        return target_text(seconds=target.seconds, days=target.days)


class PauseSerializer(serializers.Serializer[Any]):
    """While the clock stood still; `end` is null while it lasts."""

    start = serializers.DateTimeField()
    end = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField()


class ClockSerializer(serializers.Serializer[Any]):
    """One clock, as it stands at `now`. A running clock past `due_at` is breached as well: `is_breached`."""

    metric = serializers.ChoiceField(Metric.choices)
    sequence = serializers.IntegerField()
    state = serializers.ChoiceField(SlaClock.State.choices)
    is_breached = serializers.BooleanField()
    severity = serializers.ChoiceField(Severity.choices)
    is_covered = serializers.BooleanField(help_text="Counted round the clock.")
    calendar = serializers.IntegerField(help_text="The opening hours: calendars/{id}/.")
    is_by_channel = serializers.BooleanField(
        help_text="The policy names these opening hours for the channel by which it was filed."
    )
    zone = serializers.CharField()
    target = TargetSerializer()
    started_at = serializers.DateTimeField()
    risk_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    paused_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)
    used_seconds = serializers.IntegerField(help_text="Open seconds from the start until it stopped, or until now.")
    left_seconds = serializers.IntegerField(
        allow_null=True, help_text="Open seconds until the deadline, negative when it is past; null once stopped."
    )
    pauses = PauseSerializer(many=True)
    ledger = LedgerSerializer()


class ClocksSerializer(serializers.Serializer[Any]):
    """A ticket's clocks."""

    number = serializers.IntegerField()
    version = serializers.IntegerField()
    now = serializers.DateTimeField()
    clocks = ClockSerializer(many=True)


class PreviewQuery(serializers.Serializer[Any]):
    """What the promise depends on."""

    severity = serializers.ChoiceField(Severity.choices)
    product = ProductField(required=False)
    channel = serializers.ChoiceField(
        Ticket.Channel.choices, default=Ticket.Channel.API, help_text="How it would be filed."
    )
    customer = CustomerField(required=False, help_text="The desk names it; a customer's is their own.")


class PreviewSerializer(serializers.Serializer[Any]):
    """What filing now would promise: work starts by `due_at`. Without contract nothing is promised: null."""

    customer = NamedSerializer()
    severity = serializers.ChoiceField(Severity.choices)
    filed_at = serializers.DateTimeField()
    contract = serializers.IntegerField(allow_null=True)
    plan = serializers.CharField(allow_null=True)
    is_fast_track = serializers.BooleanField()
    is_covered = serializers.BooleanField()
    calendar = serializers.IntegerField(allow_null=True, help_text="The opening hours: calendars/{id}/.")
    is_by_channel = serializers.BooleanField(
        help_text="The policy names these opening hours for the channel by which it was filed."
    )
    zone = serializers.CharField(allow_null=True)
    target = TargetSerializer(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    ledger = LedgerSerializer(allow_null=True)
