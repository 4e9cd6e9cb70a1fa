"""What belongs to a ticket: merges, splits, links, incidents, remote sessions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tickets.api.fields import InstantField, NamedSerializer, text_field
from tickets.models import Ticket, TicketLink
from tickets.services.links import BY_HAND


class TicketNumberField(serializers.IntegerField):
    """Another ticket by its number, of those the caller sees."""

    def to_internal_value(self, data: Any) -> Any:
        """Give the ticket. ValidationError where there is none."""
        number = super().to_internal_value(data)
        member = self.context["member"]
        found = Ticket.objects.visible_to(member).filter(number=number).first() if 0 < number < 2**31 else None
        if found is None:
            raise serializers.ValidationError(_("There is no ticket with this number."))
        return found


class MergeSerializer(serializers.Serializer[Any]):
    """The ticket of the same customer that goes on."""

    into = TicketNumberField()


class SplitSerializer(serializers.Serializer[Any]):
    """The messages that go to a new ticket, by their ids; at least one is the customer's."""

    subject = serializers.CharField(max_length=200)
    messages = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), allow_empty=False, max_length=500
    )


class IncidentSerializer(serializers.Serializer[Any]):
    """The open incident that the ticket is part of; null takes it out."""

    incident = TicketNumberField(allow_null=True)


class UpdateSerializer(serializers.Serializer[Any]):
    """What everybody affected is told."""

    text = text_field()


class SentSerializer(serializers.Serializer[Any]):
    """To how many tickets it went, the incident's own included."""

    tickets = serializers.IntegerField()


class NewLinkSerializer(serializers.Serializer[Any]):
    """What this ticket is to the other."""

    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in BY_HAND])
    other = TicketNumberField()


class LinkSerializer(serializers.Serializer[Any]):
    """A link as it was made: `ticket` is `kind` of `other`."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(TicketLink.Kind.choices)
    ticket = serializers.IntegerField(source="ticket.number")
    other = serializers.IntegerField(source="other.number")
    at = serializers.DateTimeField()


class NewSessionSerializer(serializers.Serializer[Any]):
    """A remote session that begins now, or with its times one that is over."""

    consent_by = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=300)
    consent_at = InstantField(required=False, help_text="Without: when the session began.")
    started_at = InstantField(required=False, help_text="Without: now.")
    ended_at = InstantField(required=False, help_text="Without: it runs.")


class SessionSerializer(serializers.Serializer[Any]):
    """A remote session with its consent."""

    id = serializers.IntegerField(source="pk")
    agent = NamedSerializer()
    consent_by = serializers.CharField()
    consent_at = serializers.DateTimeField()
    purpose = serializers.CharField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class PartnerSerializer(serializers.Serializer[Any]):
    """Who answers for a product, and when. Local dates, both inclusive."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    email = serializers.CharField()
    product = NamedSerializer()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
