"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: members come by invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the tenant's own front page, which sends each role where it belongs."""
        from django.urls import reverse

        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail in the outbox instead of sending it inside the request."""
        from accounts.services.mail import queue_account_mail

        queue_account_mail(template_prefix=template_prefix, email=email, context=context)
