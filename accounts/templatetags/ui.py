"""Tags and filters for every page: icons, menu links, times, durations and numbers in the reader's language."""

import json
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from html import escape
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext

from accounts import faces, formats
from accounts.access import ADMINS, AGENTS, CUSTOMERS, DESK, MANAGERS
from accounts.pictures import Tick
from accounts.sections import CUSTOMERS as CUSTOMERS_SECTION
from accounts.sections import DESK as DESK_SECTION
from accounts.sections import SEARCH, SETTINGS, section_of

register = template.Library()


def _zone(zone: str | tzinfo | None) -> tzinfo:
    """The zone given by name or as an object; without one, the zone the request was set to."""
    if not zone:
        return timezone.get_current_timezone()
    return ZoneInfo(zone) if isinstance(zone, str) else zone


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite (s-… is a severity's shape). With a label it is an image, without one decoration."""
    ref = name if name.startswith("s-") else f"i-{name}"
    extra = f" {css}" if css else ""
    if label:
        return format_html('<svg class="i{}" role="img" aria-label="{}"><use href="#{}"/></svg>', extra, label, ref)
    return format_html('<svg class="i{}" aria-hidden="true"><use href="#{}"/></svg>', extra, ref)


@register.filter
def as_xlsx(url: str) -> str:
    """The address of a table's CSV file as that of its XLSX file: the same but for the ending, or `file=`."""
    return url.replace(".csv", ".xlsx", 1) if ".csv" in url else url.replace("file=csv", "file=xlsx", 1)


@register.simple_tag(takes_context=True)
def file_url(context: Context) -> str:
    """The address of this page's table as a CSV file: what the page was asked, all of it and not one page of it."""
    asked = context["request"].GET.copy()
    for name in ("page", "after", "before", "list"):
        asked.pop(name, None)
    asked["file"] = "csv"
    return f"?{asked.urlencode()}"


@register.simple_tag
def day_ticks(ticks: Iterable[Tick]) -> SafeString:
    """The ticks of a day rule, each with its name. They may be hundreds: no template between."""
    drawn = (
        f'<line class="tick tick-{escape(t.state)}" data-row="{escape(t.key)}" x1="{attr(t.x)}%" x2="{attr(t.x)}%"'
        f' y1="{t.y:d}" y2="18"><title>{escape(t.label)}</title></line>'
        for t in ticks
    )
    return mark_safe("".join(drawn))  # noqa: S308  # every text is escaped above


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, label: str, active: str, query: str = "") -> SafeString:
    """A menu link, current where the view's name starts with a word of `active`. No such page: nothing. `query` is what
    the page is asked.
    """
    return _menu_link(name, label, is_current=_view(context).startswith(tuple(active.split())), query=query)


@register.simple_tag(takes_context=True)
def desk_sections(context: Context) -> SafeString:
    """The desk's entries of the main menu, the one that the page stands under marked (accounts/sections.py)."""
    role = getattr(context.get("membership"), "role", None)
    here = section_of(_view(context))
    shown = (DESK_SECTION, SEARCH, CUSTOMERS_SECTION, *([SETTINGS] if role in AGENTS else []))
    return format_html_join("", "{}", ((_menu_link(each.view, each.label, is_current=each is here),) for each in shown))


def _view(context: Context) -> str:
    match = getattr(context.get("request"), "resolver_match", None)
    return match.view_name if match else ""


def _menu_link(name: str, label: object, *, is_current: bool, query: str = "") -> SafeString:
    try:
        url = reverse(name) + (f"?{query}" if query else "")
    except NoReverseMatch:
        return mark_safe("")
    return format_html('<a href="{}"{}>{}</a>', url, mark_safe(' aria-current="page"') if is_current else "", label)


@register.simple_tag(takes_context=True)
def ui_theme(context: Context) -> SafeString:
    """Light or dark by the reader's own choice: this device's cookie, else the member's. Neither: the system decides.

    Asks no database: the page that says that something broke has a theme too.
    """
    cookies = getattr(context.get("request"), "COOKIES", {})
    member = getattr(context.get("membership"), "user", None)
    chosen = cookies.get("theme") or getattr(member, "theme", "")
    return format_html(' data-theme="{}"', chosen) if chosen in ("light", "dark") else mark_safe("")


@register.simple_tag(takes_context=True)
def ui_nav(context: Context) -> dict[str, bool]:
    """What the menus offer this member; a guest is offered nothing. A view may set company_wide to False."""
    role = getattr(context.get("membership"), "role", None)
    return {
        "desk": role in DESK,
        "dashboards": role in MANAGERS,
        "satisfaction": role in AGENTS - MANAGERS,
        "portal": role in CUSTOMERS,
        "company": role in CUSTOMERS and bool(context.get("company_wide", True)),
        "users": role in ADMINS,
    }


@register.simple_tag
def ui_field(field: BoundField) -> dict[str, object]:
    """What field.html draws: the widget with its class, its error state and the ids that describe it."""
    widget = field.field.widget
    is_check = isinstance(widget, forms.CheckboxInput)
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    help_id, error_id = f"{field.auto_id}-help", f"{field.auto_id}-error"
    described = " ".join(part for part, shown in ((help_id, field.help_text), (error_id, field.errors)) if shown)
    attrs: dict[str, str | bool] = {"aria-describedby": described} if described else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    if not is_check and not is_group:
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    drawn = "" if is_group or field.is_hidden else field.as_widget(attrs=attrs)
    return {
        "widget": drawn,
        "is_hidden": field.is_hidden,
        "is_check": is_check,
        "is_group": is_group,
        "help_id": help_id,
        "error_id": error_id,
        "described": described,
    }


@register.simple_tag
def ui_languages() -> list[tuple[str, str]]:
    """The languages on offer, each by its own name."""
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code, _ in settings.LANGUAGES]


@register.simple_tag
def ui_words() -> SafeString:
    """The few words and patterns the scripts need, as a JSON script with the id ui-words."""
    how = formats.style()
    return json_script(
        {
            "minutes": how.minutes,
            "hours": how.hours,
            "hours_minutes": how.hours_minutes,
            "seconds": how.seconds,
            "left": gettext("%(time)s left"),
            "over": gettext("%(time)s over"),
            "words": {state: faces.word(state) for state in ("ok", "risk", "over")},
            "remove": gettext("Remove %(name)s"),
            "too_big": gettext("%(name)s is larger than %(limit)s MB and was not added. The rest is kept."),
            "uploading": gettext("%(share)s %% sent"),
            "mark": how.mark,
        },
        "ui-words",
    )


@register.filter
def clock_time(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """08:52, in da 9.20. See formats.clock_time; so the other filters."""
    return formats.clock_time(value, _zone(zone)) if value else ""


@register.filter
def spoken_time(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """08:52, in da kl. 9.20."""
    return formats.spoken_time(value, _zone(zone)) if value else ""


@register.filter
def weekday_time(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """Mon 4 May 10:00."""
    return formats.weekday_time(value, _zone(zone)) if value else ""


@register.filter
def full_date(value: datetime | None, zone: str | tzinfo | None = None) -> str:
    """4 May 2026."""
    return formats.full_date(value, _zone(zone)) if value else ""


@register.filter
def month_year(value: date) -> str:
    """A month with its year: May 2026, maj 2026."""
    return formats.month_year(value)


@register.filter
def full_day(value: date | None) -> str:
    """4 May 2026, of a local date."""
    return formats.full_day(value) if value else ""


@register.filter
def duration(seconds: int | None) -> str:
    """1 h 10 min, in da 1 t. 10 min."""
    return formats.duration(seconds) if seconds is not None else ""


@register.filter
def percent(share: Decimal | float | None, places: int = 0) -> str:
    """0.964 is 96 %; nothing counted is an en dash."""
    return formats.percent(share, places) if share is not None else "–"


@register.filter
def decimal(value: Decimal | float | None, places: int = 1) -> str:
    """12,5 or 12.5, by the language; nothing counted is an en dash."""
    return formats.decimal(value, places) if value is not None else "–"


@register.filter
def signed(value: Decimal | float | None, places: int = 0) -> str:
    """+49, 0, −15; nothing counted is an en dash."""
    return formats.decimal(value, places, signed=True) if value is not None else "–"


@register.filter
def attr(value: float) -> str:
    """A number for an attribute of SVG or a data- attribute: never localised."""
    return f"{value:.12g}"


@register.filter
def as_json(value: object) -> str:
    """JSON for a data- attribute; the template escapes it."""
    return json.dumps(value)
