"""What is written of an article."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Product
from tickets.desk.forms import LONGEST_TEXT
from tickets.models import Article
from tickets.services.articles import Written

LANGUAGES = [("sv", "Svenska"), ("da", "Dansk"), ("en", "English")]


class ArticleForm(forms.Form):
    """`version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    title = forms.CharField(
        label=pgettext_lazy("article", "Title"),
        help_text=_("The question as a customer would ask it."),
        max_length=Article._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Markdown. Every customer can read it: no names, no numbers of theirs."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), required=False, empty_label=_("No particular one")
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["product"].queryset = Product.objects.all()  # type: ignore[attr-defined]

    @property
    def written(self) -> Written:
        """Give what was written."""
        data = self.cleaned_data
        return Written(title=data["title"], text=data["text"], language=data["language"], product=data["product"])
