"""A plan as managers enter it: a row for each service, put in order by buttons that need no script."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contracts.models import Plan, PlanService, PlanVersion
from contracts.services.plan_checks import KIND_OF, LONGEST, MOST_SERVICES
from contracts.services.plan_versions import ServiceDraft
from contracts.services.plans import PlanDraft

COLUMNS = ("acts", "code", "name_sv", "name_da", "name_en", "kind", "quantity")
LANGUAGES = ("sv", "da", "en")
OTHER = ("", pgettext_lazy("service", "Told to people alone"))


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, required=False)


class ServiceForm(forms.Form):
    """One row. `acts`: what the program does with it; where it does nothing, `code` is made from the text."""

    acts = forms.ChoiceField(label=_("What it does"), choices=[OTHER, *PlanService.Code.choices], required=False)
    code = forms.CharField(widget=forms.HiddenInput, required=False)
    name_sv = _text(_("In Swedish"))
    name_da = _text(_("In Danish"))
    name_en = _text(_("In English"))
    kind = forms.ChoiceField(label=_("How it is counted"), choices=PlanService.Kind.choices, required=False)
    quantity = forms.DecimalField(label=_("How much"), max_digits=8, decimal_places=2, required=False, localize=True)

    @property
    def title(self) -> str:
        """Give the text in the reader's language, or in another that there is; empty for a new one."""
        mine = (get_language() or "en")[:2]
        names = [self[f"name_{language}"].value() for language in (mine, "en", "sv", "da") if language in LANGUAGES]
        return next((name for name in names if name), "")

    @property
    def is_open(self) -> bool:
        """Say whether somebody has something to do here: it is new, refused, or was moved just now."""
        return (
            not self.title or (self.is_bound and bool(self.errors)) or "autofocus" in self["name_sv"].field.widget.attrs
        )

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was entered: such a row is left out."""
        return not any(self.cleaned_data.get(name) for name in ("acts", "name_sv", "name_da", "name_en", "quantity"))

    @property
    def draft(self) -> ServiceDraft:
        """Give what was entered; what the program acts on is counted in its own way."""
        values = self.cleaned_data
        names = {name: " ".join(values[name].split()) for name in ("name_sv", "name_da", "name_en")}
        code = values["acts"] or _own_code(values["code"], next((name for name in names.values() if name), ""))
        kind = KIND_OF.get(code, values["kind"] or PlanService.Kind.INCLUDED)
        quantity = values["quantity"] if kind in PlanService.COUNTED else None
        return ServiceDraft(code, str(kind), quantity, **names)


def _own_code(kept: str, text: str) -> str:
    """Give a row's code: the one it has, unless it was one that the program acts on, or one made from its text."""
    if kept and kept not in PlanService.Code.values:
        return kept
    made = re.sub(r"[^a-z0-9]+", "_", slugify(text)).strip("_")[:40].strip("_")
    made = made if made[:1].isalpha() else f"service_{made}"[:40].strip("_")
    return f"{made[:36]}_own" if made in PlanService.Code.values else made


class PlanForm(forms.Form):
    """A plan's name and its limit; `rows` has its services."""

    name = forms.CharField(label=_("Name"), max_length=Plan._meta.get_field("name").max_length)
    contact_limit = forms.IntegerField(
        label=_("Contacts a contract may name"), required=False, help_text=_("Empty: as many as it likes.")
    )

    def __init__(self, data: QueryDict | None = None, *, version: PlanVersion | None = None) -> None:
        kept = {"name": version.plan.name, "contact_limit": version.contact_limit} if version else {}
        super().__init__(data, initial=kept)
        self.rows = _sent_rows(data) if data is not None else _kept_rows(version)

    def is_valid(self) -> bool:
        """Look at every row, too."""
        return all([super().is_valid(), *[row.is_valid() for row in self.rows]])

    def turn(self, what: str) -> None:
        """Add a row at the end, or `drop`, `up` or `down` the one with this number; nothing is saved by it."""
        word, _sep, place = what.partition("-")
        number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
        rows, turned = list(self.rows), -1
        if word == "add" and len(rows) < MOST_SERVICES:
            rows.append(ServiceForm())
            turned = len(rows) - 1
        elif 0 <= number < len(rows):
            row = rows.pop(number)
            if word != "drop":
                number = max(number - 1, 0) if word == "up" else number + 1
                rows.insert(number, row)
            turned = min(number, len(rows) - 1)
        self.rows = [_renumbered(row, number) for number, row in enumerate(rows)]
        if 0 <= turned < len(rows):
            self.rows[turned].fields["name_sv"].widget.attrs["autofocus"] = True

    @property
    def draft(self) -> PlanDraft:
        """Give what was entered, without blank rows."""
        services = [row.draft for row in self._filled()]
        return PlanDraft(self.cleaned_data["name"], services, self.cleaned_data["contact_limit"])

    def add_errors(self, error: ValidationError) -> None:
        """Put what the service refuses at its field; a service's number there counts filled rows only."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        filled = self._filled()
        for field, reasons in error.message_dict.items():
            if field.startswith("service-"):
                filled[int(field.removeprefix("service-"))].add_error(None, reasons)
            else:
                self.add_error(field if field in self.fields else None, reasons)

    def _filled(self) -> list[ServiceForm]:
        return [row for row in self.rows if not row.is_blank]


def _kept_rows(version: PlanVersion | None) -> list[ServiceForm]:
    services = version.services.all() if version else []
    return [ServiceForm(prefix=f"s{number}", initial=_values(one)) for number, one in enumerate(services)] or [
        ServiceForm(prefix="s0")
    ]


def _values(service: PlanService) -> dict[str, Any]:
    known = service.code if service.code in PlanService.Code.values else ""
    quantity = Decimal(f"{service.quantity.normalize():f}") if service.quantity is not None else None
    names = {name: getattr(service, name) for name in ("code", "name_sv", "name_da", "name_en", "kind")}
    return {"acts": known, "quantity": quantity, **names}


def _sent_rows(data: QueryDict) -> list[ServiceForm]:
    count = data.get("rows", "")
    number = min(int(count), MOST_SERVICES) if count.isascii() and count.isdigit() and len(count) < 4 else 0
    return [ServiceForm(data, prefix=f"s{place}") for place in range(number)]


def _renumbered(row: ServiceForm, number: int) -> ServiceForm:
    """Give the row at another place, with what was typed in it, whether it makes sense or not."""
    source: Mapping[str, Any] = row.data
    typed = {name: source.get(f"{row.prefix}-{name}", "") for name in COLUMNS} if row.is_bound else {}
    return ServiceForm(prefix=f"s{number}", initial=typed)
