"""Fields of forms as markup. A page of many forms is mostly inputs: the plain ones are drawn here, as Django's own
templates draw them, without a template for each and one for its attributes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.options import attributes, widget_options

INPUTS = ("checkbox", "date", "email", "hidden", "input", "number", "password", "text", "url")
Widget = Mapping[str, Any]


class Renderer(TemplatesSetting):
    """Draws plain widgets at once, and the others by their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Give the markup."""
        draw = _PENS.get(template_name)
        if draw:
            return draw(context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308  # a template escapes


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{esc(str(widget["value"]))}"'
    return mark_safe(  # noqa: S308  # every value is escaped, here and in options.py
        f'<input type="{esc(widget["type"])}" name="{esc(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def _textarea(widget: Widget) -> SafeString:
    text = esc(widget["value"]) if widget["value"] else ""
    return mark_safe(  # noqa: S308
        f'<textarea name="{esc(widget["name"])}"{attributes(widget["attrs"])}>\n{text}</textarea>'
    )


def _select(widget: Widget) -> SafeString:
    groups = (
        f'<optgroup label="{esc(name)}">{widget_options(options)}</optgroup>' if name else widget_options(options)
        for name, options, _index in widget["optgroups"]
    )
    return mark_safe(  # noqa: S308
        f'<select name="{esc(widget["name"])}"{attributes(widget["attrs"])}>{"".join(groups)}</select>'
    )


_PENS: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
