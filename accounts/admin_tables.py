"""Users, tokens, mail that goes out and webhooks as tables for files: what the admins' pages list, all of it."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import ApiToken
from accounts.selectors import members, unaccepted_invitations
from accounts.tables import Cell, Column, Table
from accounts.tables.names import named
from accounts.tables.of_rows import AT_ONCE, instant, table_of
from outbox.models import OutboxMessage, WebhookEndpoint
from outbox.webhooks import catalogue


def users_table() -> Table:
    """Give who works at the desk, who is shut out, and who is invited and not yet here."""
    head: list[str | Column] = [_("Name"), _("E-mail address"), _("Role"), _("State"), instant(_("Link works until"))]
    return Table(_("Users"), head, _users())


def _users() -> Iterator[list[Cell]]:
    works, shut_out = pgettext("member", "works here"), _("shut out")
    for member in members().iterator(AT_ONCE):
        state = works if member.is_active else shut_out
        yield [member.user.name, member.user.email, member.get_role_display(), state, None]
    for asked in unaccepted_invitations().iterator(AT_ONCE):
        yield [asked.name, asked.email, asked.get_role_display(), _("Invited, not yet here"), asked.expires_at]


def tokens_table(found: QuerySet[ApiToken]) -> Table:
    """Give tokens in use, as far as anybody may know them."""
    return table_of(
        _("Tokens"),
        found,
        (_("Name"), lambda one: one.name),
        (_("Begins with"), lambda one: one.prefix),
        (_("Acts as"), lambda one: one.membership.user.name),
        (instant(_("Made")), lambda one: one.created_at),
        (instant(_("Last used")), lambda one: one.last_used_at),
    )


def outgoing_table(found: QuerySet[OutboxMessage]) -> Table:
    """Give mails with what became of each, never their text: it may hold somebody's secret link."""
    return table_of(
        _("Mail that goes out"),
        found,
        (pgettext("receiver of a mail", "To"), lambda one: one.recipient),
        (_("Subject"), lambda one: one.subject),
        (pgettext("mail", "State"), lambda one: one.get_state_display()),
        (_("Attempts"), lambda one: one.attempts),
        (instant(_("Written")), lambda one: one.queued_at),
        (instant(_("Sent at")), lambda one: one.sent_at),
        (_("Error"), lambda one: one.last_error),
    )


def deliveries_table(endpoint: WebhookEndpoint, found: QuerySet[OutboxMessage]) -> Table:
    """Give what an endpoint was told, with the last answer (`deliveries_of`)."""
    return table_of(
        named(_("Deliveries"), endpoint),
        found,
        (_("Event"), lambda one: catalogue.label_of(one.subject)),
        (_("State"), lambda one: one.get_state_display()),
        (pgettext("webhook", "Answer"), lambda one: one.last_status),  # type: ignore[attr-defined]
        (_("Error"), lambda one: one.last_error),
        (_("Attempts"), lambda one: one.attempts),
        (instant(_("Happened")), lambda one: one.queued_at),
        (instant(_("Sent at")), lambda one: one.sent_at),
    )


def endpoints_table(found: QuerySet[WebhookEndpoint]) -> Table:
    """Give the endpoints with what they are told and how they do (`endpoints_shown`)."""
    return table_of(
        _("Webhooks"),
        found,
        (pgettext("web", "Address"), lambda one: one.url),
        (_("What is it for?"), lambda one: one.description),
        (_("State"), _state_of),
        (instant(_("Since")), lambda one: one.failing_since if one.is_active else one.disabled_at),
        (_("Events"), lambda one: ", ".join(catalogue.label_of(kind) for kind in one.kinds)),
        (pgettext("deliveries", "Waiting"), lambda one: one.waiting or 0),  # type: ignore[attr-defined]
        (pgettext("deliveries", "Failed"), lambda one: one.failed or 0),  # type: ignore[attr-defined]
    )


def _state_of(endpoint: WebhookEndpoint) -> str:
    if endpoint.removed_at:
        return pgettext("webhook", "Removed")
    if not endpoint.is_active:
        return ": ".join([pgettext("webhook", "Off"), endpoint.get_disabled_reason_display()])
    return _("Does not answer") if endpoint.failing_since else pgettext("webhook", "On")
