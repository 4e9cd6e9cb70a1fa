"""The desk's main menu: which pages belong to which entry, by how the names of their views begin."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Section(NamedTuple):
    """An entry of the menu and the pages under it."""

    view: str
    label: Promise
    begins: tuple[str, ...]


SEARCH = Section("desk:search", _("Search"), ("desk:search", "desk:article"))
CUSTOMERS = Section(
    "desk:customers",
    _("Customers"),
    ("desk:customer", "desk:contract", "desk:contact", "desk:registration", "desk:payroll", "desk:booking"),
)
SETTINGS = Section(
    "desk:settings",
    pgettext_lazy("menu", "Settings"),
    (
        "accounts:admin_", "accounts:exports", "accounts:logo", "accounts:outgoing", "accounts:signing",
        "accounts:webhook",
        "desk:settings", "desk:billing", "desk:calendar", "desk:campaign", "desk:channel", "desk:field", "desk:macro",
        "desk:mail", "desk:notices:", "desk:on_call", "desk:partner", "desk:payslip", "desk:plan", "desk:polic",
        "desk:price", "desk:proactive", "desk:product", "desk:public", "desk:rate", "desk:tag", "desk:team",
        "desk:terms", "inbox:", "surveys:settings",
    ),
)  # fmt: skip
# Everything else of the desk is the queue's.
DESK = Section("desk:queue", _("Desk"), ("desk:",))
SECTIONS = (SEARCH, CUSTOMERS, SETTINGS, DESK)


def section_of(view: str) -> Section | None:
    """Give the entry a page stands under; None outside the desk."""
    return next((section for section in SECTIONS if view.startswith(section.begins)), None)
