"""Fields drawn at once are what Django's templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from accounts.widgets import Renderer

CHOICES: Any = [("", "–"), ("a", 'A & "B"'), ("Group <1>", [("b", "B"), (3, mark_safe("<b>"))])]
ATTRS: Any = {"id": "x", "class": 'a "b"', "required": True, "hidden": False, "data-n": 5}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(ATTRS), '<&">'),
        (forms.TextInput(ATTRS), None),
        (forms.TextInput(), ""),
        (forms.HiddenInput(), 17),
        (forms.NumberInput(ATTRS), 0),
        (forms.EmailInput(), "a@b.example"),
        (forms.URLInput(), "https://a.example/?b&c"),
        (forms.PasswordInput(), "not shown"),
        (forms.DateInput(attrs={"type": "date"}), "2026-03-02"),
        (forms.CheckboxInput(ATTRS), True),
        (forms.CheckboxInput(), False),
        (forms.Textarea(ATTRS), "Two\n<lines>"),
        (forms.Textarea(), None),
        (forms.Select(ATTRS, CHOICES), "b"),
        (forms.Select({}, CHOICES), None),
        (forms.SelectMultiple(ATTRS, CHOICES), ["a", "3"]),
    ],
)
def test_a_plain_widget(widget: forms.Widget, value: object) -> None:
    def drawn(renderer: Any) -> str:
        return re.sub(r"(?<=>)\s+(?=<)", "", widget.render("name", value, renderer=renderer))

    assert drawn(Renderer()) == drawn(DjangoTemplates())


def test_other_widgets_keep_their_templates() -> None:
    radio = forms.RadioSelect(choices=[("a", "A")])
    assert radio.render("name", "a", renderer=Renderer()) == radio.render("name", "a", renderer=DjangoTemplates())
