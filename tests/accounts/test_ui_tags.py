from types import SimpleNamespace
from typing import Any

import pytest
from django.forms import CharField, Form
from django.template import engines
from django.test import RequestFactory
from django.urls import URLPattern

urlpatterns: list[URLPattern] = []


def render(source: str, **context: Any) -> str:
    text: str = engines["django"].from_string("{% load ui %}" + source).render(context)
    return text


@pytest.mark.parametrize(
    ("value", "text"), [(1777876440, "1777876440"), (44.44, "44.44"), (-2340, "-2340"), (0, "0"), (1234.5, "1234.5")]
)
def test_a_number_in_an_attribute_keeps_its_digits_in_every_language(value: float, text: str) -> None:
    assert render("{% load i18n %}{% language 'sv' %}{{ value|attr }}{% endlanguage %}", value=value) == text


@pytest.mark.parametrize(
    ("cookie", "member", "shown"),
    [
        ("dark", "light", ' data-theme="dark"'),
        ("", "light", ' data-theme="light"'),
        ('"><script>', "", ""),
        ("", "", ""),
    ],
)
def test_the_theme_is_the_devices_then_the_members(cookie: str, member: str, shown: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    membership = SimpleNamespace(role="agent", user=SimpleNamespace(theme=member))
    template = engines["django"].from_string("{% load ui %}{% ui_theme %}")
    assert template.render({"request": request, "membership": membership}) == shown


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("customer", ["portal", "company"]),
        ("agent", ["desk", "satisfaction"]),
        ("consultant", ["desk"]),
        ("manager", ["desk", "dashboards"]),
        ("admin", ["desk", "dashboards", "users"]),
        (None, []),
    ],
)
def test_the_menus_offer_what_a_role_may_open(role: str | None, offered: list[str]) -> None:
    source = "{% ui_nav as nav %}{% for name, shown in nav.items %}{% if shown %}{{ name }} {% endif %}{% endfor %}"
    membership = SimpleNamespace(role=role) if role else None
    assert render(source, membership=membership).split() == offered


@pytest.mark.urls(__name__)
def test_a_link_without_a_page_is_left_out() -> None:
    assert render('{% nav_link "no:such" "Nowhere" "no:" %}') == ""


class SampleForm(Form):
    subject = CharField(help_text="One sentence.")


def test_a_field_names_its_help_and_its_error() -> None:
    form = SampleForm({"subject": ""})
    html = render('{% include "components/field.html" with field=form.subject %}', form=form)
    assert 'aria-describedby="id_subject-help id_subject-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_subject-error"' in html
    assert 'class="input"' in html
