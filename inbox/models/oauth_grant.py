"""What lets us sign in at a mail provider without a password (OAuth 2.0, RFC 6749)."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class OAuthGrant(TenantModel):
    """The application that the tenant has registered at its provider, and what somebody has consented to there.
    Whatever is sealed is so by outbox/sealing.py and never shown.
    """

    account = TenantForeignKey("inbox.ImapAccount", on_delete=models.CASCADE, related_name="grants")
    client_id = models.CharField(max_length=200)
    # Empty for an application without one.
    sealed_secret = models.TextField(blank=True)
    # Microsoft's directory (tenant), by its id or domain.
    directory = models.CharField(max_length=100, blank=True)
    # The application signs in by itself, with nobody's consent that could end (client credentials).
    is_app_only = models.BooleanField(default=False)
    # Of another provider; Microsoft's and Google's stand in inbox/imap/oauth/providers.py.
    authorize_url = models.CharField(max_length=500, blank=True)
    token_url = models.CharField(max_length=500, blank=True)
    scope = models.CharField(max_length=500, blank=True)

    sealed_refresh = models.TextField(blank=True)
    sealed_access = models.TextField(blank=True)
    access_until = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)
    signed_in_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")

    # A sign-in that somebody has begun: the state's sha256, which is used once, and PKCE's verifier (RFC 7636).
    pending_digest = models.CharField(max_length=64, blank=True)
    pending_until = models.DateTimeField(null=True)
    sealed_verifier = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "account"], name="inbox_oauth_once")]

    @property
    def is_ready(self) -> bool:
        """Say whether there is something to get in with."""
        return self.is_app_only or bool(self.sealed_refresh)
