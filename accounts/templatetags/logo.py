"""The tenant's logo for pages that no view of its own prepares."""

from django import template

from accounts.logo import current_logo, logo_url

register = template.Library()


@register.simple_tag
def logo_address() -> str:
    """The address of the current tenant's logo, for components/logo.html; empty where it has none. One query."""
    logo = current_logo()
    return logo_url(logo) if logo else ""
