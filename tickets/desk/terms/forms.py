"""What managers write of the general terms. Services hold the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.general_terms.services import TermsText
from contracts.models import TermsVersion
from contracts.texts import LANGUAGES
from tickets.desk.forms_register import day_field

LONGEST_TERMS, LONGEST_SUMMARY = 200_000, 4_000


def area(row: type[Any], name: str, *, rows: int, most: int) -> forms.CharField:
    """Make a field for a column of text; its label is the column's, its language the column's last letters."""
    widget = forms.Textarea(attrs={"rows": rows, "lang": name.rpartition("_")[2]})
    label = row._meta.get_field(name).verbose_name
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


class TermsForm(forms.Form):
    """A draft: its first day, what changes and the text, the tenant's language first."""

    valid_from = day_field(_("In force from"))
    summary_sv = area(TermsVersion, "summary_sv", rows=4, most=LONGEST_SUMMARY)
    summary_da = area(TermsVersion, "summary_da", rows=4, most=LONGEST_SUMMARY)
    summary_en = area(TermsVersion, "summary_en", rows=4, most=LONGEST_SUMMARY)
    text_sv = area(TermsVersion, "text_sv", rows=6, most=LONGEST_TERMS)
    text_da = area(TermsVersion, "text_da", rows=6, most=LONGEST_TERMS)
    text_en = area(TermsVersion, "text_en", rows=6, most=LONGEST_TERMS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_147_483_647)

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        require_own(self, language, "text")
        codes = own_first(language)
        self.order_fields(["valid_from", *(f"{field}_{code}" for code in codes for field in ("summary", "text"))])

    @property
    def written(self) -> TermsText:
        """Give what was written."""
        return TermsText(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


def require_own(form: forms.Form, language: str, *names: str) -> None:
    """Ask for what is written in the tenant's language, and give it twice the room."""
    for name in names:
        field = form.fields[f"{name}_{language}"]
        field.required = True
        if rows := field.widget.attrs.get("rows"):
            field.widget.attrs["rows"] = 2 * rows


def own_first(language: str) -> list[str]:
    """Give the languages, the tenant's first."""
    return sorted(LANGUAGES, key=lambda code: code != language)


def entered(terms: TermsVersion) -> dict[str, Any]:
    """Give the values a draft's form starts with."""
    return {name: getattr(terms, name) for name in TermsForm.base_fields}
