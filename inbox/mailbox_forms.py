"""What an admin enters about mailboxes. Services hold the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Product
from inbox.services.mailboxes import MailboxCard
from tickets.models import Mailbox, Team


class MailboxForm(forms.Form):
    """An address."""

    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name shown to receivers"),
        max_length=120,
        required=False,
        help_text=_("Without one, your company’s name."),
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("Everything"),
        help_text=_("Tickets from this address are about this product."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=pgettext_lazy("team", "None")
    )
    is_active = forms.BooleanField(label=_("Takes mail"), required=False, initial=True)

    def __init__(self, *args: Any, mailbox: Mailbox | None = None, **more: Any) -> None:
        initial = {name: getattr(mailbox, name) for name in self.base_fields} if mailbox else None
        super().__init__(*args, **{"initial": initial, **more})
        for name, rows in (("product", Product.objects.order_by("name")), ("team", Team.objects.order_by("name"))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = rows

    @property
    def card(self) -> MailboxCard:
        """Give what was entered."""
        return MailboxCard(**self.cleaned_data)
