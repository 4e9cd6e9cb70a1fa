"""The form of an endpoint."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outbox.models import WebhookEndpoint
from outbox.webhooks import catalogue


class EndpointForm(forms.Form):
    """Where to send, and what."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text=_("It begins with https:// and can be reached from the internet."),
    )
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=200,
        required=False,
        help_text=_("For example the program that is told."),
    )
    kinds = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, endpoint: WebhookEndpoint | None = None, **kwargs: Any) -> None:
        if endpoint is not None:
            kwargs["initial"] = {"url": endpoint.url, "description": endpoint.description, "kinds": endpoint.kinds}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kinds"]
        field.choices = [(kind.name, kind.label) for kind in catalogue.kinds()]

    @property
    def groups(self) -> Iterator[tuple[Promise, list[Any]]]:
        """Give the events' boxes under their headings."""
        boxes = dict(zip((kind.name for kind in catalogue.kinds()), self["kinds"], strict=True))
        groups: dict[Promise, list[Any]] = {}
        for kind in catalogue.kinds():
            groups.setdefault(kind.group, []).append({"box": boxes[kind.name], "name": kind.name})
        yield from groups.items()
