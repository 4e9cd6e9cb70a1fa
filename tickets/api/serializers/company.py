"""Customers, their contacts and contracts, and what the desk consists of."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Membership, Role
from contracts.models import Contract
from tickets.api.fields import NamedSerializer


class ContactSerializer(serializers.Serializer[Any]):
    """A person at a customer."""

    id = serializers.IntegerField(source="pk")
    customer = serializers.IntegerField(source="customer_id")
    name = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    telephone = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    is_company_wide = serializers.BooleanField()


class CustomerSerializer(serializers.Serializer[Any]):
    """A company."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    external_id = serializers.CharField(allow_blank=True)


class ContractSerializer(serializers.Serializer[Any]):
    """What a customer has bought. Local dates, both inclusive; no products named: all of them."""

    id = serializers.IntegerField(source="pk")
    customer = NamedSerializer()
    plan = NamedSerializer()
    policy = NamedSerializer(allow_null=True)
    status = serializers.ChoiceField(Contract.Status.choices)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    covers_critical = serializers.BooleanField()
    has_fast_track = serializers.BooleanField(source="plan_version.has_fast_track")
    products = serializers.SerializerMethodField()

    @extend_schema_field(NamedSerializer(many=True))
    def get_products(self, contract: Contract) -> Any:
        """Give the products covered."""
        return [{"id": row.product_id, "name": row.product.name} for row in contract.contract_products.all()]


class MemberSerializer(serializers.Serializer[Any]):
    """Somebody at the desk."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.name")
    role = serializers.ChoiceField(Role.choices)


class MeSerializer(MemberSerializer):
    """Who is calling, and where."""

    email = serializers.CharField(source="user.email")
    language = serializers.SerializerMethodField()
    tenant = serializers.CharField(source="tenant.slug")
    zone = serializers.CharField(source="tenant.zone")

    def get_language(self, member: Membership) -> str:
        """Give the language of the texts."""
        return member.user.language or member.tenant.language
