"""Fields that several shapes share."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.models import Customer, Product
from tickets.models import Team

LONGEST_TEXT = 50_000


class NamedSerializer(serializers.Serializer[Any]):
    """Something else, by its key and its name."""

    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(source="*", read_only=True)


class KeyField(serializers.IntegerField):
    """The key of a row of the tenant's, read as the row."""

    model: type[Any]

    def to_internal_value(self, data: Any) -> Any:
        """Give the row. ValidationError where there is none."""
        row = self.rows().filter(pk=super().to_internal_value(data)).first()
        if row is None:
            raise serializers.ValidationError(_("There is no such entry."))
        return row

    def rows(self) -> Any:
        """Give what may be chosen."""
        return self.model.objects.all()


class ProductField(KeyField):
    """A product."""

    model = Product


class TeamField(KeyField):
    """A team."""

    model = Team


class CustomerField(KeyField):
    """A customer, of those the caller sees."""

    model = Customer

    def rows(self) -> Any:
        """Give the customers that the caller sees."""
        return Customer.objects.select_related("tenant").filter(pk__in=self.context["customers"])


class ColleagueField(KeyField):
    """Somebody at the desk."""

    def rows(self) -> Any:
        """Give the active members of the desk."""
        return Membership.objects.filter(role__in=STAFF, is_active=True).select_related("user")


class InstantField(serializers.DateTimeField):
    """An instant with its zone; without one it is refused, and never guessed."""

    def enforce_timezone(self, value: datetime) -> datetime:
        """Give the instant as it was sent."""
        if value.tzinfo is None:
            raise serializers.ValidationError(_("The instant has no time zone."))
        return value


def text_field(**kwargs: Any) -> serializers.CharField:
    """Make a field for running text (Markdown)."""
    return serializers.CharField(max_length=LONGEST_TEXT, style={"base_template": "textarea.html"}, **kwargs)


def files_field() -> serializers.ListField:
    """Make a field for attachments: their number, size and kind are checked where they are stored."""
    return serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        required=False,
        help_text="With multipart/form-data alone.",
    )
