"""What managers enter about partners and prices. Services hold the rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.services.partners import PartnerCard
from tickets.desk.forms_register import day_field

CURRENCIES = [("SEK", "SEK"), ("DKK", "DKK"), ("EUR", "EUR"), ("NOK", "NOK")]


class PartnerForm(forms.Form):
    """An outside company that answers for a product in a period."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Empty: until another partner takes over."))

    @property
    def card(self) -> PartnerCard:
        """Give what was entered."""
        return PartnerCard(**self.cleaned_data)


class RateForm(forms.Form):
    """What an hour of a consultant costs from a day on."""

    amount = forms.DecimalField(label=_("Price an hour"), max_digits=10, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    valid_from = day_field(_("First day"))
