"""What notices put on pages that are not about them."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import get_language

from contracts.models import Contact
from contracts.notices.current import ongoing_for
from contracts.notices.selectors import notices_for
from contracts.notices.words import Worded, worded
from contracts.selectors import local_day
from contracts.texts import words_of

register = template.Library()
NEWEST = 4


@register.inclusion_tag("portal/notices/_banner.html", takes_context=True)
def ongoing_operations(context: Context) -> dict[str, Any]:
    """The operations that last now and concern the contact: on top of every portal page. Mostly asks no database."""
    contact: Contact | None = context.get("contact")
    if contact is None:
        return {"operations": []}
    tenant, language = contact.customer.tenant, get_language() or ""
    found = ongoing_for(contact.customer, timezone.now())
    return {"operations": [(row, words_of(row, "title", language, tenant.language)) for row in found]}


@register.simple_tag(takes_context=True)
def newest_notices(context: Context) -> list[Worded]:
    """The newest notices that concern the contact, without their texts and products: one query."""
    contact: Contact = context["contact"]
    now, language, tenant = timezone.now(), get_language() or "", contact.customer.tenant
    rows = notices_for(contact.customer, local_day(tenant, now)).defer("text_sv", "text_da", "text_en")
    return [worded(row, tenant, language, now, with_texts=False) for row in rows[:NEWEST]]
