"""How allauth behaves here."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.links import absolute_url
from accounts.models import Membership, User
from accounts.services.mail import queue_password_reset


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: members come by invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the tenant's own front page, which sends each role where it belongs; a stranger to their own desks."""
        is_member = Membership.objects.filter(user=cast(User, request.user), is_active=True).exists()
        return reverse("home") if is_member else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile, where changing the password began."""
        return reverse("accounts:profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the letter's link on PUBLIC_URL: a forged Host header must not choose where it leads."""
        return absolute_url(self.request.tenant, "account_reset_password_from_key", *key.split("-", 1))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Queue the letter, to members of this tenant alone; the page says the same to everybody."""
        if Membership.objects.filter(user=user, is_active=True).exists():
            queue_password_reset(
                user=user, url=context["password_reset_url"], tenant=self.request.tenant, now=timezone.now()
            )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: every letter goes through the outbox, and allauth's other letters belong to pages not offered."""
        raise NotImplementedError(f"the letter {template_prefix} is not offered")
