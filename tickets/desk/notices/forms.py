"""What the desk writes of notices and of the newsletter. Services hold the rules."""

from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from contracts.models import Newsletter, Notice, NoticeSettings, Product
from contracts.newsletters.services import Issue
from contracts.notices.services.writing import NoticeCard
from contracts.texts import LANGUAGES
from tickets.desk.forms_register import day_field
from tickets.desk.forms_relations import instant_field
from tickets.desk.terms.forms import area, own_first, require_own

LONGEST = 20_000
_WHEN = {Notice.Kind.OPERATION: ("starts_at", "ends_at"), Notice.Kind.DATE: ("on_day", "starts_at")}


def _title(language: str) -> forms.CharField:
    column: Any = Notice._meta.get_field(f"title_{language}")
    widget = forms.TextInput(attrs={"lang": language, "autocomplete": "off"})
    return forms.CharField(label=column.verbose_name, max_length=column.max_length, required=False, widget=widget)


class NoticeForm(forms.Form):
    """A notice of one kind, the tenant's language first. Instants are typed in the tenant's zone."""

    on_day = day_field(_("Day"), required=False, help_text=_("Or, where the hour matters, the time below."))
    starts_at = instant_field(_("Begins"), required=False)
    ends_at = instant_field(
        _("Ends"), required=False, help_text=_("Empty: until somebody at the desk says that it is over.")
    )
    title_sv = _title("sv")
    title_da = _title("da")
    title_en = _title("en")
    text_sv = area(Notice, "text_sv", rows=8, most=LONGEST)
    text_da = area(Notice, "text_da", rows=8, most=LONGEST)
    text_en = area(Notice, "text_en", rows=8, most=LONGEST)
    products = forms.ModelMultipleChoiceField(
        label=_("Products"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it is about all of them."),
    )
    visible_until = day_field(_("Shown until"), required=False, help_text=_("Empty: it stays."))
    tells = forms.BooleanField(label=_("Mail the change to those who subscribe"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_147_483_647, required=False)

    def __init__(self, *args: Any, kind: str, language: str, is_public: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        used = _WHEN.get(Notice.Kind(kind), ())
        for name in ("on_day", "starts_at", "ends_at"):
            if name not in used:
                del self.fields[name]
        if kind == Notice.Kind.DATE:
            self.fields["starts_at"].label = _("Day and time")
        if not is_public:
            del self.fields["tells"]
        require_own(self, language, "title", "text")
        if kind == Notice.Kind.OPERATION:
            self.fields["starts_at"].required = True
        products: Any = self.fields["products"]
        products.queryset = Product.objects.all()
        words = [f"{field}_{code}" for code in own_first(language) for field in ("title", "text")]
        self.order_fields([*used, *words])

    @property
    def card(self) -> NoticeCard:
        """Give what was written."""
        names = {field.name for field in fields_of(NoticeCard)}
        return NoticeCard(**{name: value for name, value in self.cleaned_data.items() if name in names})


def entered(notice: Notice) -> dict[str, Any]:
    """Give the values a notice's form starts with."""
    names = [name for name in NoticeForm.base_fields if name not in ("products", "tells")]
    products = [row.product_id for row in notice.notice_products.all()]
    return {name: getattr(notice, name) for name in names} | {"products": products}


class IssueForm(forms.Form):
    """An issue: introductions, and for each notice its place; an empty one leaves it out."""

    intro_sv = area(Newsletter, "intro_sv", rows=4, most=LONGEST)
    intro_da = area(Newsletter, "intro_da", rows=4, most=LONGEST)
    intro_en = area(Newsletter, "intro_en", rows=4, most=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_147_483_647)

    def __init__(self, *args: Any, newsletter: Newsletter, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial = {name: getattr(newsletter, name) for name in IssueForm.base_fields}
        items = newsletter.items.select_related("notice")
        for place, item in enumerate(items, start=1):
            title = getattr(item.notice, f"title_{language}")
            self.fields[f"place_{item.notice_id}"] = forms.IntegerField(
                label=title,
                min_value=1,
                max_value=999,
                required=False,
                initial=place if item.is_included else None,
                widget=forms.NumberInput(attrs={"class": "fit", "inputmode": "numeric"}),
            )
        self.order_fields([f"intro_{code}" for code in own_first(language)])

    @property
    def intros(self) -> list[forms.BoundField]:
        """Give the fields of the introduction, the tenant's language first."""
        return [self[name] for name in self.fields if name.startswith("intro_")]

    @property
    def items(self) -> list[forms.BoundField]:
        """Give the fields of the places."""
        return [self[name] for name in self.fields if name.startswith("place_")]

    @property
    def issue(self) -> Issue:
        """Give what was edited; of two with the same number the one that stood first stays first."""
        data = self.cleaned_data
        kept = [name for name in self.fields if name.startswith("place_") and data[name]]
        order = sorted(kept, key=lambda name: data[name])
        intros = {f"intro_{code}": data[f"intro_{code}"] for code in LANGUAGES}
        return Issue(**intros, notices=[int(name.removeprefix("place_")) for name in order])


class SettingsForm(forms.Form):
    """Whether and when there is a newsletter, and who may have the calendar."""

    newsletter = forms.ChoiceField(
        label=_("Newsletter every other week"), choices=NoticeSettings.Newsletter.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=_("Day"),
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        help_text=_("In weeks with an even number, from 8 in the morning."),
    )
    has_public_calendar = forms.BooleanField(
        label=_("Everybody may subscribe to the calendar of important dates"), required=False
    )
