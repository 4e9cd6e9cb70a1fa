"""What agents and managers enter about customers, contracts, products and teams. Services hold the rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms import LANGUAGES
from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.models import Contact, Customer, Product
from contracts.services.register import ContactCard
from tickets.models import Team


def _name(model: type[Customer | Contact | Product | Team]) -> forms.CharField:
    length = model._meta.get_field("name").max_length
    return forms.CharField(label=_("Name"), max_length=length, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Make a field for a local date."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class CustomerForm(forms.Form):
    """A company."""

    name = _name(Customer)


class ContactForm(forms.Form):
    """Somebody at a customer who may use support."""

    name = _name(Contact)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    title = forms.CharField(label=pgettext_lazy("person", "Title"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    is_company_wide = forms.BooleanField(label=_("Sees the whole company’s tickets"), required=False)

    @property
    def card(self) -> ContactCard:
        """Give what was entered."""
        return ContactCard(**self.cleaned_data)


class ProductForm(forms.Form):
    """A product's name."""

    name = _name(Product)


class TeamForm(forms.Form):
    """A team's name."""

    name = _name(Team)


class TeamMembersForm(TeamForm):
    """A team's name and who is in it."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rule = forms.ChoiceField(
        label=_("Who gets a new ticket"),
        choices=Team.Rule.choices,
        widget=forms.RadioSelect,
        help_text=_("Of the members who are not away."),
    )
    prefers_personal = forms.BooleanField(
        label=_("The customer’s personal consultant first, if they are a member"), required=False
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Takes the tickets of"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A product’s tickets come to one team."),
    )
    is_default = forms.BooleanField(label=_("Takes all other tickets"), required=False)

    def __init__(self, *args: Any, team: Team, **more: Any) -> None:
        inside = list(team.members.values_list("membership_id", flat=True))
        initial = {
            "name": team.name,
            "members": inside,
            "rule": team.rule,
            "prefers_personal": team.prefers_personal,
            "products": list(team.products.values_list("product_id", flat=True)),
            "is_default": team.is_default,
        }
        super().__init__(*args, **{"initial": initial, **more})
        fields: Any = self.fields
        fields["products"].queryset = Product.objects.all()
        if not fields["products"].queryset.exists():
            del fields["products"]
        kept = Membership.objects.filter(pk__in=inside)
        fields["members"].queryset = (staff() | kept).select_related("user").order_by("user__name")


def staff() -> QuerySet[Membership]:
    """Give who works at the desk."""
    return Membership.objects.filter(is_active=True, role__in=STAFF)
