"""Addresses of the account pages that are our own; allauth's are in signin_urls."""

from django.urls import path

from accounts.views import (
    away,
    invitation,
    language,
    logo,
    outgoing,
    profile,
    signing_keys,
    tokens,
    users,
    webhook_deliveries,
    webhooks,
)

app_name = "accounts"
urlpatterns = [
    path("language/", language.language, name="language"),
    path("profile/", profile.profile, name="profile"),
    path("profile/away/", away.away, name="away"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("logo/", logo.logo, name="logo"),
    path("logo/removal/", logo.logo_removal, name="logo_removal"),
    path("logo/<slug:version>.png", logo.logo_picture, name="logo_picture"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/tenant/", tokens.admin_tokens, name="admin_tokens"),
    path("tokens/<int:pk>/revocation/", tokens.token_revocation, name="token_revocation"),
    path("users/", users.admin_users, name="admin_users"),
    path("users/<int:pk>/role/", users.member_role, name="member_role"),
    path("users/<int:pk>/deactivation/", users.member_deactivation, name="member_deactivation"),
    path("users/<int:pk>/activation/", users.member_activation, name="member_activation"),
    path("users/invitations/<int:pk>/sending/", users.invitation_sending, name="invitation_sending"),
    path("users/invitations/<int:pk>/withdrawal/", users.invitation_withdrawal, name="invitation_withdrawal"),
    path("mail/", outgoing.outgoing_mail, name="outgoing"),
    path("mail/keys/", signing_keys.signing_keys, name="signing_keys"),
    path("mail/keys/<int:pk>/use/", signing_keys.signing_key_use, name="signing_key_use"),
    path("mail/keys/<int:pk>/removal/", signing_keys.signing_key_removal, name="signing_key_removal"),
    path("mail/sending/", outgoing.outgoing_sending, name="outgoing_sending"),
    path("mail/giving-up/", outgoing.outgoing_giving_up, name="outgoing_giving_up"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.webhook_new, name="webhook_new"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/edit/", webhooks.webhook_edit, name="webhook_edit"),
    path("webhooks/<int:pk>/secret/", webhooks.webhook_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/test/", webhooks.webhook_test, name="webhook_test"),
    path("webhooks/<int:pk>/switch/", webhooks.webhook_switch, name="webhook_switch"),
    path("webhooks/<int:pk>/failed/", webhooks.webhook_failed, name="webhook_failed"),
    path("webhooks/deliveries/<int:pk>/", webhook_deliveries.webhook_delivery, name="webhook_delivery"),
    path("webhooks/deliveries/<int:pk>/sending/", webhook_deliveries.webhook_sending, name="webhook_sending"),
]
