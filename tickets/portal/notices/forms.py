"""What a contact chooses to be mailed."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Notice, Product
from contracts.models.subscription import NEWSLETTER

ALL = "all"


class ChoicesForm(forms.Form):
    """For each kind everything that concerns me, or some products; and the newsletter."""

    def __init__(self, *args: Any, kept: Iterable[tuple[str, int | None]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: dict[str, list[str]] = {}
        for kind, product in kept:
            chosen.setdefault(kind, []).append(str(product or ALL))
        products = [(str(pk), name) for pk, name in Product.objects.values_list("pk", "name")]
        for kind, label in Notice.Kind.choices:
            self.fields[kind] = forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=[(ALL, _("Everything that concerns us")), *products],
                initial=chosen.get(kind, []),
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields[NEWSLETTER] = forms.BooleanField(
            label=pgettext_lazy("notice", "Newsletter"),
            required=False,
            initial=NEWSLETTER in chosen,
            help_text=_("Every other week: what is new, in one mail."),
        )

    @property
    def kinds(self) -> list[forms.BoundField]:
        """Give the fields of the kinds, each a group of boxes."""
        return [self[kind] for kind in Notice.Kind.values]

    @property
    def wanted(self) -> dict[str, Collection[int | None]]:
        """Give what was chosen, as the service asks for it."""
        wanted: dict[str, Collection[int | None]] = {
            kind: [None if key == ALL else int(key) for key in self.cleaned_data[kind]] for kind in Notice.Kind.values
        }
        if self.cleaned_data[NEWSLETTER]:
            wanted[NEWSLETTER] = [None]
        return wanted
