"""What a customer writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Product
from sla.models import Severity
from tickets.attachments.fields import FilesField
from tickets.models import Ticket

LONGEST_TEXT = 50_000


class FilingForm(forms.Form):
    """One page: what happened, how bad it is, which product, files."""

    subject = forms.CharField(
        label=_("What has happened?"),
        help_text=_("One sentence is enough. Add the error number if there is one."),
        max_length=Ticket._meta.get_field("subject").max_length,
    )
    text = forms.CharField(
        label=_("Describe it so that an outsider would understand"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=Severity.choices, initial=Severity.NORMAL, widget=forms.RadioSelect
    )
    product: "forms.ModelChoiceField[Product]" = forms.ModelChoiceField(
        label=pgettext_lazy("portal", "Which product?"),
        queryset=None,
        required=False,
        empty_label=_("Not sure"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField()  # a form has an attribute of that name
        products: Any = self.fields["product"]
        products.queryset = Product.objects.all()


class PromiseForm(forms.Form):
    """What the promise depends on; `shown` is the key of the one on the page, `subject` what is typed so far."""

    severity = forms.ChoiceField(choices=Severity.choices)
    product: "forms.ModelChoiceField[Product]" = forms.ModelChoiceField(queryset=None, required=False)
    shown = forms.CharField(required=False)
    subject = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.all()


class ReplyForm(forms.Form):
    """More words on a ticket."""

    text = forms.CharField(label=_("Write more"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField()


class SolvedForm(forms.Form):
    """Why the customer needs no more help."""

    text = forms.CharField(
        label=_("What solved it?"),
        help_text=_("A sentence is enough. It helps whoever asks the same next time."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UrgencyForm(forms.Form):
    """A higher severity, and why."""

    severity = forms.ChoiceField(label=_("How bad is it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What makes it more urgent?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["severity"]
        choice.choices = higher_than(current)


class DeflectionForm(forms.Form):
    """What helped, before anything was filed: an article or a ticket, by key."""

    subject = forms.CharField(max_length=200)
    article = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    ticket = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


def higher_than(severity: str) -> list[tuple[str, Any]]:
    """Give the severities above this one, the highest first."""
    values = [value for value, _label in Severity.choices]
    return list(Severity.choices[: values.index(severity)])
