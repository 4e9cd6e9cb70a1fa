"""What stands beside a ticket's conversation: time, tags, the product's fields."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from tickets.api.fields import NamedSerializer
from tickets.models import CustomField, TimeEntry
from tickets.models.tag import LONGEST_TAG


class TimeSerializer(serializers.Serializer[Any]):
    """Work on a ticket. `why` is the rule that made it covered or billable, `reason` its words."""

    id = serializers.IntegerField()
    member = NamedSerializer(source="membership")
    day = serializers.DateField()
    minutes = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(TimeEntry.Kind.choices)
    why = serializers.ChoiceField(TimeEntry.Why.choices)
    reason = serializers.CharField(allow_blank=True)


class NewTimeSerializer(serializers.Serializer[Any]):
    """The caller's own work. Without `kind` the contract's rules decide; with it, say why as `reason`."""

    minutes = serializers.IntegerField(min_value=1, max_value=24 * 60)
    day = serializers.DateField(required=False, help_text="A local date; today if it is left out.")
    note = serializers.CharField(max_length=300, allow_blank=True, default="")
    kind = serializers.ChoiceField(TimeEntry.Kind.choices, allow_blank=True, default="")
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class TagsSerializer(serializers.Serializer[Any]):
    """All tags of a ticket: the others go."""

    tags = serializers.ListField(child=serializers.CharField(max_length=LONGEST_TAG), max_length=50)


class FieldValueSerializer(serializers.Serializer[Any]):
    """What a ticket holds in one field: a text, a number with a point, a date as 2026-03-02."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(CustomField.Kind.choices)
    value = serializers.CharField(source="text")


def values_field(**more: Any) -> serializers.DictField:
    """Make a field for values by the field's id."""
    return serializers.DictField(
        child=serializers.CharField(max_length=500, allow_blank=True),
        help_text="By the field's id (products/{id}/fields/); an empty text takes the value away.",
        **more,
    )


class ValuesSerializer(serializers.Serializer[Any]):
    """Values of the product's fields."""

    values = values_field()


class CustomFieldSerializer(serializers.Serializer[Any]):
    """A field of a product's tickets."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="label")
    kind = serializers.ChoiceField(CustomField.Kind.choices)
    choices = serializers.ListField(child=serializers.CharField())
    is_required = serializers.BooleanField()
    in_portal = serializers.BooleanField()


def values_by_key(values: Mapping[str, str]) -> dict[int, str]:
    """Give values by the key as a number. ValidationError for one that is none."""
    wrong: dict[str, Any] = {
        f"field-{key}": [_("There is no such field for this product.")]
        for key in values
        if not (key.isascii() and key.isdigit() and len(key) < 18)
    }
    if wrong:
        raise serializers.ValidationError(wrong)
    return {int(key): text for key, text in values.items()}
