"""The fields of a product as a form, at the desk and in the portal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.field_values import read_value, show_value
from tickets.models import CustomField
from tickets.models.custom_field import LONGEST_VALUE


class ValueField(forms.CharField):
    """A value of a product's field, kept as field_values.read_value gives it."""

    def __init__(self, definition: CustomField, **more: Any) -> None:
        super().__init__(max_length=LONGEST_VALUE, label=definition.label, widget=_widget(definition), **more)
        self.definition = definition

    def clean(self, value: Any) -> str:
        """See read_value."""
        return read_value(self.definition, super().clean(value))


def _widget(definition: CustomField) -> forms.Widget:
    match definition.kind:
        case CustomField.Kind.CHOICE:
            return forms.Select(choices=[("", _("Choose")), *((choice, choice) for choice in definition.choices)])
        case CustomField.Kind.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case CustomField.Kind.NUMBER:
            return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput()


class FieldsForm(forms.Form):
    """A product's fields. `is_new`: the ticket is being filed, and what is required must be filled in."""

    def __init__(
        self,
        data: Any = None,
        *,
        definitions: Iterable[CustomField],
        values: Mapping[int, str] | None = None,
        is_new: bool = False,
        **more: Any,
    ) -> None:
        held = values or {}
        super().__init__(data, **more)
        for one in definitions:
            field = ValueField(
                one, required=is_new and one.is_required, initial=_typed(one, held.get(one.pk, "")) or None
            )
            if isinstance(field.widget, forms.Select) and held.get(one.pk) not in (None, "", *one.choices):
                field.widget.choices = [*field.widget.choices, (held[one.pk], held[one.pk])]
            self.fields[f"field-{one.pk}"] = field

    @property
    def values(self) -> dict[int, str]:
        """Give what was filled in, by the field's key."""
        return {int(name.removeprefix("field-")): text for name, text in self.cleaned_data.items()}


def _typed(definition: CustomField, text: str) -> str:
    return show_value(definition.kind, text) if text and definition.kind == CustomField.Kind.NUMBER else text
