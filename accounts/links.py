"""Links for mails and other places outside a request."""

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix

from accounts.models import Tenant


def absolute_url(tenant: Tenant, name: str, *args: object) -> str:
    """Give the full address of a tenant's page, whatever request is being answered."""
    before = get_script_prefix()
    set_script_prefix(f"/{tenant.slug}/")
    try:
        return str(settings.PUBLIC_URL) + reverse(name, urlconf="supportdesk.urls", args=args)
    finally:
        set_script_prefix(before)
