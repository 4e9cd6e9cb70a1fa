"""The tenant's logo, as pages and letters ask for it."""

from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import TenantLogo


def current_logo() -> TenantLogo | None:
    """Give the current tenant's logo; None where it has none. One query."""
    return TenantLogo.objects.first()


def logo_url(logo: TenantLogo) -> str:
    """Give its address, which anybody may open."""
    return reverse("accounts:logo_picture", args=[logo.version])


def logo_bytes(logo: TenantLogo | None) -> bytes:
    """Give the PNG; nothing where there is none, or its file is gone: a letter goes out without it."""
    if logo is None or not default_storage.exists(logo.path):
        return b""
    with default_storage.open(logo.path) as file:
        return bytes(file.read())
