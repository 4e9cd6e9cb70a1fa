"""What agents write and choose when tickets are merged, split and linked, and of incidents and remote sessions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from tickets.desk.forms import LONGEST_TEXT
from tickets.models import Ticket
from tickets.services.links import BY_HAND


class NumberField(forms.IntegerField):
    """Another ticket, by its number; cleaned to the ticket. One that `member` may not see is not there."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=2_147_483_647, **more)
        self.member: Membership | None = None
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """Give the ticket. ValidationError where there is none."""
        number = super().clean(value)
        if number is None or self.member is None:
            return None
        found = Ticket.objects.visible_to(self.member).filter(number=number).first()
        if found is None:
            raise ValidationError(gettext("There is no ticket with this number."), code="number")
        return found


class MergeForm(forms.Form):
    """The ticket that goes on."""

    into = NumberField(label=_("Number of the ticket that goes on"))


class SelectionMergeForm(forms.Form):
    """Which of `tickets` goes on: an open one, the first unless another is chosen."""

    into = forms.TypedChoiceField(label=_("The ticket that goes on"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, tickets: Iterable[Ticket], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        choices = [(t.number, f"{t.number} {t.subject} ({t.customer.name})") for t in tickets if t.is_open]
        fields["into"].choices = choices
        fields["into"].initial = choices[0][0] if choices else None


class LinkForm(forms.Form):
    """What this ticket is to another."""

    kind = forms.ChoiceField(
        label=_("This ticket is"), choices=[(kind.value, kind.label) for kind in BY_HAND], widget=forms.RadioSelect
    )
    other = NumberField(label=_("Number of the other ticket"))


class SplitForm(forms.Form):
    """What goes to the new ticket."""

    subject = forms.CharField(label=_("Subject of the new ticket"), max_length=200)
    messages = forms.TypedMultipleChoiceField(
        label=_("Messages"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["messages"].choices = list(choices)


class IncidentForm(forms.Form):
    """The incident that explains this ticket."""

    incident = forms.TypedChoiceField(label=_("Incident"), coerce=int)

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: Any = self.fields
        fields["incident"].choices = [("", _("Choose")), *choices]


class UpdateForm(forms.Form):
    """A public update to everybody affected."""

    text = forms.CharField(
        label=_("What the customers are told"),
        help_text=_("Each gets it in their own ticket and by mail. Nobody sees who else is affected."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def instant_field(label: Any, **more: Any) -> forms.DateTimeField:
    """Make a field for a time in the tenant's zone, which Django's current zone is."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **more)


class SessionForm(forms.Form):
    """A remote session that begins now."""

    consent_by = forms.CharField(label=_("Who consented"), max_length=120)
    purpose = forms.CharField(label=_("Purpose"), max_length=300)


class PastSessionForm(SessionForm):
    """A remote session of the past, by hand."""

    consent_at = instant_field(_("Consent given"))
    started_at = instant_field(_("Began"))
    ended_at = instant_field(_("Ended"))
