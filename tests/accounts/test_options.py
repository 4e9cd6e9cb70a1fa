"""The options of lists."""

from django import forms
from django.template import Context, Template
from django.utils.translation import gettext_lazy

HOSTILE = '"><script>'


def test_pairs_are_escaped_and_the_chosen_one_is_selected() -> None:
    """Names are what people typed."""
    drawn = Template("{% load options %}{% ui_options pairs chosen %}").render(
        Context({"pairs": [("1", HOSTILE), ("2", gettext_lazy("Any"))], "chosen": "2"})
    )
    assert drawn == ('<option value="1">&quot;&gt;&lt;script&gt;</option><option value="2" selected>Any</option>')


def test_a_forms_list_is_djangos_own() -> None:
    """Groups, the chosen one, an empty one, and values that are no texts."""
    choices = [("", "–"), (1, HOSTILE), ("Group", [(2, "Two"), (3, "Three")])]
    widget = forms.Select(choices=choices, attrs={"class": "input", "id": "x"})
    drawn = widget.render("name", 2)
    theirs = widget.render("name", 2, renderer=forms.renderers.DjangoTemplates())
    assert "".join(drawn.split("\n")).replace(" ", "") == "".join(str(theirs).split("\n")).replace(" ", "")
    assert '<option value="2" selected>Two</option>' in drawn
