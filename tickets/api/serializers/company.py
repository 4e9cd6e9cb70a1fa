"""Customers, their contacts and contracts, and what the desk consists of."""

from typing import Any

from rest_framework import serializers

from accounts.models import Membership, Role


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
