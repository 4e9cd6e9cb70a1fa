"""What a customer sends about their plan."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignedForm(forms.Form):
    """The signed addendum, as a scan."""

    file = forms.FileField(
        label=_("Signed addendum"),
        help_text=_("A PDF, or a picture (JPEG or PNG) on which all can be read."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
