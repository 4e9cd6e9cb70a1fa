"""Plans and contracts."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contracts.models import Contract, PlanService, PlanVersion
from contracts.selectors.timeline import event_text
from tickets.api.fields import NamedSerializer


class ServiceSerializer(serializers.Serializer[Any]):
    """One service. `quantity`: hours or times a calendar year, or per cent, by `kind`; null where not counted."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(PlanService.Kind.choices)
    quantity = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True)
    name = serializers.CharField()


class PlanVersionSerializer(serializers.Serializer[Any]):
    """What a plan has from one moment on; never changed. `contact_limit` null: no limit."""

    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    contact_limit = serializers.IntegerField(allow_null=True)
    has_support = serializers.BooleanField()
    has_fast_track = serializers.BooleanField()
    consultancy_discount = serializers.DecimalField(max_digits=5, decimal_places=2)
    services = serializers.SerializerMethodField()

    @extend_schema_field(ServiceSerializer(many=True))
    def get_services(self, version: PlanVersion) -> Any:
        """Give the services in the order that customers read."""
        return ServiceSerializer(version.services.all(), many=True).data


class PlanSerializer(serializers.Serializer[Any]):
    """A plan as a contract signed today would have it. `rank` orders plans from the smallest."""

    id = serializers.IntegerField(source="plan.pk")
    name = serializers.CharField(source="plan.name")
    rank = serializers.IntegerField(source="plan.rank")
    is_offered = serializers.BooleanField(source="plan.is_offered")
    version = PlanVersionSerializer(source="*")


class ContractSerializer(serializers.Serializer[Any]):
    """What a customer has bought. Local dates, both inclusive; no products named: all of them; no contacts: everybody.

    One that `renews` goes on after `ends_on` for `renewal_months`, until notice is given `notice_months` before.
    """

    id = serializers.IntegerField(source="pk")
    customer = NamedSerializer()
    plan = NamedSerializer()
    plan_version = PlanVersionSerializer()
    policy = NamedSerializer(allow_null=True)
    status = serializers.ChoiceField(Contract.Status.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    renews = serializers.BooleanField()
    renewal_months = serializers.IntegerField()
    notice_months = serializers.IntegerField()
    currency = serializers.CharField()
    covers_critical = serializers.BooleanField()
    mails_report = serializers.BooleanField()
    has_fast_track = serializers.BooleanField(source="plan_version.has_fast_track")
    products = serializers.SerializerMethodField()
    contacts = serializers.SerializerMethodField()

    @extend_schema_field(NamedSerializer(many=True))
    def get_products(self, contract: Contract) -> Any:
        """Give the products covered."""
        return [{"id": row.product_id, "name": row.product.name} for row in contract.contract_products.all()]

    @extend_schema_field(NamedSerializer(many=True))
    def get_contacts(self, contract: Contract) -> Any:
        """Give the people who file under it."""
        return [{"id": row.contact_id, "name": row.contact.name} for row in contract.contract_contacts.all()]


class ContractEventSerializer(serializers.Serializer[Any]):
    """One line of a contract's timeline. `actor` null: it happened by itself."""

    id = serializers.IntegerField(source="pk")
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    text = serializers.SerializerMethodField()
    actor = serializers.CharField(source="actor.user.name", default=None, allow_null=True)
    changes = serializers.SerializerMethodField()

    def get_text(self, event: Any) -> str:
        """Give the sentence in the caller's language."""
        return event_text(event)

    def get_changes(self, event: Any) -> dict[str, list[Any]]:
        """Give what changed: by field, the old value and the new one."""
        changes: dict[str, list[Any]] = event.data.get("changes", {})
        return changes
