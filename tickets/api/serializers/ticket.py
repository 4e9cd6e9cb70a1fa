"""Tickets: how they are shown, and what a change of one takes."""

from typing import Any

from rest_framework import serializers

from accounts.access import CUSTOMERS
from sla.models import Severity
from tickets.api.fields import (
    ColleagueField,
    CustomerField,
    NamedSerializer,
    ProductField,
    TeamField,
    files_field,
    text_field,
)
from tickets.api.serializers.beside import FieldValueSerializer, values_field
from tickets.models import Ticket

WORKED = [Ticket.Status.IN_PROGRESS, Ticket.Status.WAITING_CUSTOMER, Ticket.Status.WAITING_THIRD_PARTY]
DESK_CHANNELS = [choice for choice in Ticket.Channel.choices if choice[0] != Ticket.Channel.PORTAL]


class SeveritySerializer(serializers.Serializer[Any]):
    """Severity is a pair; the reason is what the customer was told where they differ."""

    asked = serializers.ChoiceField(Severity.choices, source="severity_asked")
    decided = serializers.ChoiceField(Severity.choices, source="severity")
    reason = serializers.CharField(source="severity_reason", allow_blank=True)


class DeskSerializer(serializers.Serializer[Any]):
    """What only the desk sees of a ticket."""

    contract = serializers.IntegerField(source="contract_id", allow_null=True)
    team = NamedSerializer(allow_null=True)
    tags = serializers.SerializerMethodField()
    category = serializers.CharField(allow_blank=True)
    finding = serializers.CharField(allow_blank=True)
    outcome = serializers.ChoiceField(Ticket.Outcome.choices, allow_blank=True)
    is_fast_track = serializers.BooleanField()
    is_imported = serializers.BooleanField()
    external_id = serializers.CharField(allow_blank=True)
    queue_section = serializers.ChoiceField(Ticket.Section.choices)
    next_due_at = serializers.DateTimeField(allow_null=True)
    next_risk_at = serializers.DateTimeField(allow_null=True)
    is_incident = serializers.BooleanField()
    incident = serializers.IntegerField(source="incident.number", allow_null=True)
    partner = NamedSerializer(allow_null=True)
    billable_from = serializers.DateTimeField(allow_null=True)
    billable_reason = serializers.CharField(allow_blank=True)

    def get_tags(self, ticket: Ticket) -> list[str]:
        """Give the names; the ticket was read with selectors.beside.with_words."""
        return [row["name"] for row in getattr(ticket, "tag_rows", [])]


class TicketSerializer(serializers.Serializer[Any]):
    """A ticket. `version` grows with every change, and stands in the ETag."""

    number = serializers.IntegerField()
    version = serializers.IntegerField()
    subject = serializers.CharField()
    status = serializers.ChoiceField(Ticket.Status.choices)
    severity = SeveritySerializer(source="*")
    channel = serializers.ChoiceField(Ticket.Channel.choices)
    kind = serializers.ChoiceField(Ticket.Kind.choices, help_text="`question`, or who or what else opened it.")
    customer = NamedSerializer()
    contact = NamedSerializer(allow_null=True)
    product = NamedSerializer(allow_null=True)
    assignee = NamedSerializer(allow_null=True)
    solution = serializers.CharField(allow_blank=True)
    follow_up_of = serializers.IntegerField(source="follow_up_of.number", allow_null=True)
    merged_into = serializers.IntegerField(
        source="merged_into.number", allow_null=True, help_text="The ticket that goes on with it."
    )
    opened_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(source="last_event_at")
    custom = FieldValueSerializer(source="value_rows", many=True, help_text="What the product's fields hold.")
    desk = DeskSerializer(source="*", allow_null=True, help_text="null for a customer")

    def to_representation(self, instance: Ticket) -> dict[str, Any]:
        """Leave the desk's part out for a customer."""
        shown = super().to_representation(instance)
        if self.context["member"].role in CUSTOMERS:
            shown["desk"] = None
            hidden = {row["id"] for row in getattr(instance, "value_rows", []) if not row["in_portal"]}
            shown["custom"] = [row for row in shown["custom"] if row["id"] not in hidden]
        return shown


class FilingSerializer(serializers.Serializer[Any]):
    """A new ticket. A customer files for their own company; the desk names the customer."""

    subject = serializers.CharField(max_length=200)
    text = text_field()
    severity = serializers.ChoiceField(Severity.choices)
    product = ProductField(required=False, allow_null=True)
    customer = CustomerField(required=False, help_text="The desk names it; a customer's is their own.")
    contact = serializers.IntegerField(
        required=False, allow_null=True, help_text="One of the customer's contacts, for the desk alone."
    )
    team = TeamField(required=False, allow_null=True, help_text="For the desk alone.")
    channel = serializers.ChoiceField(DESK_CHANNELS, default=Ticket.Channel.API, help_text="For the desk alone.")
    custom = values_field(required=False)
    external_id = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="The ticket's number in another system, once."
    )

    def validate_subject(self, subject: str) -> str:
        """Write it on one line: it becomes the subject of letters."""
        return " ".join(subject.split())


class FilingWithFilesSerializer(FilingSerializer):
    """The same with attachments."""

    files = files_field()


class SeverityChangeSerializer(serializers.Serializer[Any]):
    """The desk decides, a customer asks; both say why."""

    severity = serializers.ChoiceField(Severity.choices)
    reason = text_field(allow_blank=True, default="")


class AssignmentSerializer(serializers.Serializer[Any]):
    """Whose it is from now on; null is nobody's. Without team it stays with the team it has."""

    assignee = ColleagueField(allow_null=True)
    team = TeamField(required=False, allow_null=True)


class StatusSerializer(serializers.Serializer[Any]):
    """Where an open ticket stands; solving and closing have addresses of their own."""

    status = serializers.ChoiceField([(status.value, status.label) for status in WORKED])


class AnalysisSerializer(serializers.Serializer[Any]):
    """The first analysis. `notice` is what the customer is told in writing."""

    category = serializers.CharField(max_length=80, allow_blank=True, default="")
    finding = text_field()
    outcome = serializers.ChoiceField(Ticket.Outcome.choices)
    product = ProductField(required=False, allow_null=True)
    consultant = ColleagueField(required=False, allow_null=True)
    notice = text_field(allow_blank=True, default="")
    covered = serializers.CharField(
        max_length=200,
        allow_blank=True,
        default="",
        help_text="Why the contract covers the consultant; without, time from now on is billable.",
    )


class ResolutionSerializer(serializers.Serializer[Any]):
    """The written solution, without which no ticket is solved."""

    solution = text_field()
    children = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        required=False,
        max_length=500,
        help_text="Of an incident: the tickets that are solved with it, by their numbers. For the desk alone.",
    )


class ResolutionWithFilesSerializer(ResolutionSerializer):
    """The same with attachments."""

    files = files_field()
