"""The mails about general terms."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.mailwords.catalogue import READER, Group, Letter
from contracts.mailwords.sample import sample_at

TERMS = (*READER, "terms.number", "terms.day")
_TERMS = sample_at("portal:terms:version")
LETTERS = (
    Letter(
        "terms",
        Group.PLANS,
        pgettext_lazy("mailing", "New terms"),
        _("When general terms are published"),
        _("New terms of {{ tenant.name }} from {{ terms.day }}"),
        _(
            "Hello {{ contact.name }},\n\nthe general terms of {{ tenant.name }} change. Version {{ terms.number }} is "
            "in force from {{ terms.day }}; until then the present terms apply.\n\nWhat changes:\n\n{{ summary }}"
        ),
        _("Read the new terms"),
        knows=(*TERMS, "summary"),
        sample=_TERMS,
        needs=("terms.day", "summary"),
    ),
    Letter(
        "terms_withdrawn",
        Group.PLANS,
        pgettext_lazy("mailing", "Terms withdrawn"),
        _("When terms that were announced do not come"),
        _("The terms of {{ tenant.name }} do not change on {{ terms.day }}"),
        _(
            "Hello {{ contact.name }},\n\nversion {{ terms.number }} of our general terms, which we told you of for "
            "{{ terms.day }}, is withdrawn. The present terms go on."
        ),
        _("Read the terms"),
        knows=TERMS,
        sample=_TERMS,
        needs=("terms.number",),
    ),
)
