"""What other systems report: events, and payroll runs."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contracts.models import Customer
from tickets.api.fields import InstantField, text_field
from tickets.api.problems import Unprocessable
from tickets.models import Ticket

KINDS = [(kind.value, kind.label) for kind in Ticket.PROACTIVE]
MOST_FACTS = 50


class ExternalCustomerField(serializers.CharField):
    """A customer by the number that the other system knows; 422 where we know none by it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text="The customer's external_id.", **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Give the customer."""
        text = super().to_internal_value(data)
        known = Customer.objects.select_related("tenant").exclude(external_id="")
        found = known.filter(external_id=text).first() if "\0" not in text else None
        if found is None:
            raise Unprocessable("unknown_customer", _("No customer has the number “%(number)s”.") % {"number": text})
        return found

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the value is a customer by now, and no text."""

    def to_representation(self, value: Any) -> str:
        """Give the number."""
        return str(value.external_id)


class NewEventSerializer(serializers.Serializer[Any]):
    """An event that opens a proactive case."""

    event_id = serializers.CharField(max_length=120, help_text="Yours: the same one again is the same event.")
    kind = serializers.ChoiceField(KINDS)
    customer = ExternalCustomerField()
    detected_at = InstantField(help_text="Not in the future, nor more than a year back. Cut to the second.")
    about = serializers.CharField(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text="The thing, such as a transfer: further events about it join the open case.",
    )
    subject = serializers.CharField(max_length=200, required=False, allow_blank=True)
    text = text_field(required=False, allow_blank=True, help_text="For the desk; Markdown.")
    data = serializers.DictField(  # type: ignore[assignment]  # fields are taken off the class
        required=False, help_text="Facts by name, shown to the desk; at most 50."
    )

    def validate_data(self, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse what nobody reads."""
        if len(value) > MOST_FACTS:
            raise serializers.ValidationError(_("At most %(most)s facts.") % {"most": MOST_FACTS})
        if "\\u0000" in json.dumps(value):
            raise serializers.ValidationError(_("Null characters cannot be kept."))
        return value


class EventSerializer(serializers.Serializer[Any]):
    """An event as it is kept, and its case. `contact_due_at`: by when the customer is contacted."""

    event_id = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    customer = ExternalCustomerField()
    detected_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    about = serializers.CharField(allow_blank=True)
    ticket = serializers.IntegerField(source="ticket.number")
    opened_case = serializers.SerializerMethodField(help_text="False: it joined a case that was open.")
    contact_due_at = serializers.SerializerMethodField()

    def get_opened_case(self, event: Any) -> bool:
        """Say whether the case began with it."""
        return bool(event.ticket.proactive_events.order_by("pk")[0].pk == event.pk)

    def get_contact_due_at(self, event: Any) -> str | None:
        """Give the case's deadline; null where no clock was begun."""
        due = event.ticket.clocks.filter(metric="contact").values_list("due_at", flat=True).first()
        return serializers.DateTimeField().to_representation(due) if due else None


class CallSerializer(serializers.Serializer[Any]):
    """What was said on the telephone."""

    text = text_field(required=False, allow_blank=True, default="", help_text="A note for the desk; Markdown.")


class PayrollRunSerializer(serializers.Serializer[Any]):
    """A payroll run. Sent again under its `run_id` it is brought in line; `approved_at` null: not approved."""

    run_id = serializers.CharField(max_length=120)
    customer = ExternalCustomerField()
    period = serializers.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])$", source="month", help_text="The month that it pays: 2026-11."
    )
    carried_out_at = InstantField()
    approved_at = InstantField(allow_null=True, required=False, default=None)

    def to_representation(self, instance: Any) -> Any:
        """Give the month as it was sent."""
        shown = super().to_representation(instance)
        return shown | {"period": f"{instance.month:%Y-%m}"}
