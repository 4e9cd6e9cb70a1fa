"""What stands beside the conversation: time, tags, watchers, the product's fields."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.durations import read_minutes
from accounts.models import Membership
from contracts.models import Contact
from tickets.desk.forms_register import day_field, staff
from tickets.models import CustomField, Ticket, TimeEntry
from tickets.models.tag import LONGEST_TAG


class MinutesField(forms.CharField):
    """A duration as people type it, in minutes."""

    default_error_messages = {"duration": _("Write a duration, for example 1:30, 1 h 30 or 90 min.")}

    def clean(self, value: Any) -> Any:
        """Give minutes; None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        minutes = read_minutes(text)
        if minutes is None:
            raise forms.ValidationError(self.error_messages["duration"], code="duration")
        return minutes


class TimeForm(forms.Form):
    """Work done."""

    minutes = MinutesField(
        label=_("How long"),
        max_length=40,
        help_text=_("For example 1:30, 1 h 30 or 90 min."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = day_field(_("Day"))
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("Covered or billable"),
        choices=[("", _("As the contract says")), *TimeEntry.Kind.choices],
        required=False,
    )
    reason = forms.CharField(label=_("Why otherwise than the contract says"), max_length=200, required=False)
    service = forms.ChoiceField(label=_("Counts against"), required=False)

    def __init__(self, *args: Any, quotas: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, quotas)


class StopForm(forms.Form):
    """What a timer's work was; without minutes those of the timer count."""

    minutes = MinutesField(
        label=_("How long"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)
    service = forms.ChoiceField(label=_("Counts against"), required=False)

    def __init__(self, *args: Any, quotas: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, quotas)


def _offer(form: forms.Form, quotas: Sequence[tuple[str, str]]) -> None:
    """Let a form's work count against one of the plan's quotas; without any it does not ask."""
    fields: Any = form.fields
    if quotas:
        fields["service"].choices = [("", _("None of the plan’s quotas")), *quotas]
    else:
        del fields["service"]


class TagForm(forms.Form):
    """A tag to put on a ticket, or a tag's other name."""

    name = forms.CharField(
        label=_("Tag"), max_length=LONGEST_TAG * 2, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class WatcherForm(forms.Form):
    """Who else is told: one of the three."""

    contact = forms.ModelChoiceField(
        label=_("Contact of the customer"),
        queryset=Contact.objects.none(),
        required=False,
        empty_label=_("Choose"),
        help_text=_("Gets every answer by mail, and sees the ticket in the portal."),
    )
    membership = forms.ModelChoiceField(
        label=_("Colleague"), queryset=Membership.objects.none(), required=False, empty_label=_("Choose")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Gets every answer by mail, and sees nothing else."),
    )

    def __init__(self, *args: Any, ticket: Ticket, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["contact"].queryset = (
            Contact.objects.filter(customer=ticket.customer_id, left_at=None)
            .exclude(pk=ticket.contact_id or 0)
            .order_by("name")
        )
        fields["membership"].queryset = staff().select_related("user").order_by("user__name")

    def clean(self) -> dict[str, Any]:
        """Take exactly one."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(_("Choose one: a contact, a colleague or an address."), code="one")
        return given


NAMES = (("sv", _("Name in Swedish")), ("da", _("Name in Danish")), ("en", _("Name in English")))


class DefinitionForm(forms.Form):
    """What a field of a product is."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind.choices)
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=20_000,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(label=_("Must be filled in when a ticket is filed"), required=False)
    in_portal = forms.BooleanField(label=_("Shown to customers"), required=False, initial=True)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, required=False)

    def __init__(self, *args: Any, kept: CustomField | None = None, **more: Any) -> None:
        initial = _as_kept(kept) if kept else {}
        super().__init__(*args, **{"initial": initial, **more})
        for code, label in NAMES:
            self.fields[f"name_{code}"] = forms.CharField(label=label, max_length=80, required=False)
        self.order_fields(["name", *(f"name_{code}" for code, _label in NAMES)])
        if kept is not None:
            del self.fields["kind"]
            if kept.kind != CustomField.Kind.CHOICE:
                del self.fields["choices"]

    @property
    def names(self) -> dict[str, str]:
        """Give the names by language."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _label in NAMES}

    @property
    def lines(self) -> Sequence[str]:
        """Give the choices."""
        return str(self.cleaned_data.get("choices", "")).splitlines()


def _as_kept(kept: CustomField) -> dict[str, Any]:
    names = {f"name_{code}": kept.names.get(code, "") for code, _label in NAMES}
    kept_now = {name: getattr(kept, name) for name in ("name", "is_required", "in_portal", "position")}
    return names | kept_now | {"choices": "\n".join(kept.choices)}
