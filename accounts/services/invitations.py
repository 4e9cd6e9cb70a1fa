"""People become members by an invitation sent by mail."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.emails import invitation_letter
from accounts.errors import NotAllowedError, RefusedError
from accounts.mailwords.catalogue import LETTER
from accounts.models import Invitation, Membership, Role, User
from accounts.services.tokens import hash_token
from outbox.models import OutboxMessage
from outbox.services import queue_mail

VALID = timedelta(days=14)

AcceptHook = Callable[[Invitation, Membership], None]
_hooks: list[AcceptHook] = []


def when_accepted(hook: AcceptHook) -> AcceptHook:
    """Register what an app above does, in the same transaction, when an invitation is accepted (AppConfig.ready)."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


@transaction.atomic
def invite(
    *,
    actor: Membership | None,
    email: str,
    name: str,
    role: Role,
    now: datetime,
    contact_id: int | None = None,
    language: str = "",
) -> Invitation:
    """Invite somebody by mail; the link works once, for 14 days. `contact_id` says which contact they will be.

    The mail is in their own language, else in `language`, else in the tenant's. `actor` None is the tenant itself.

    RefusedError where the address belongs to an active member or has an open invitation. Agents and managers invite
    customers' contacts, admins everybody (NotAllowedError); a customer's member invites contacts, and the app above
    looks whether they may (contracts/services/contact_access.py).
    """
    _require_right(actor, role, contact_id)
    email = email.strip().lower()
    if Membership.objects.filter(user__email=email, is_active=True).exists():
        raise RefusedError(_("%(email)s is a member already.") % {"email": email})
    if Invitation.objects.filter(email=email, accepted_at=None, expires_at__gt=now).exists():
        raise RefusedError(_("%(email)s has an open invitation. Send that one again.") % {"email": email})
    raw = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        contact_id=contact_id,
        invited_by=actor,
        token_hash=hash_token(raw),
        expires_at=now + VALID,
    )
    _send(invitation, raw, actor, language, now)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, actor: Membership | None, now: datetime, language: str = "") -> Invitation:
    """Send the invitation again with a new link for another 14 days; the link before is dead."""
    _require_right(actor, Role(invitation.role), invitation.contact_id)
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at:
        raise RefusedError(_("The invitation has been accepted."))
    raw = secrets.token_urlsafe(32)
    locked.token_hash = hash_token(raw)
    locked.expires_at = now + VALID
    locked.save(update_fields=["token_hash", "expires_at"])
    _send(locked, raw, actor, language, now)
    return locked


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: Membership) -> None:
    """Take an invitation back: its link is dead. One that was accepted stays as a record."""
    _require_right(actor, Role(invitation.role), invitation.contact_id)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()


def open_invitation(raw: str, now: datetime) -> Invitation | None:
    """Give the invitation of a link, or None where it is unknown, used or expired."""
    found = Invitation.objects.filter(token_hash=hash_token(raw), accepted_at=None, expires_at__gt=now)
    return found.select_related("invited_by__user").first()


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: datetime) -> Membership:
    """Make `user`, who holds the invited address, a member; a member of before comes back in the invited role.

    RefusedError where the link was used meanwhile or the user is another; then the hooks of the apps above run.
    """
    if user.email != invitation.email:
        raise RefusedError(_("The invitation is for %(email)s.") % {"email": invitation.email})
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=now)
    if not used.update(accepted_at=now):
        raise RefusedError(_("The invitation has been used or has expired."))
    invitation.accepted_at = now
    membership = Membership.objects.select_for_update(of=("self",)).filter(user=user).first() or Membership(user=user)
    if not (membership.pk and membership.is_active):
        membership.role, membership.is_active = invitation.role, True
        membership.save()
    for hook in _hooks:
        hook(invitation, membership)
    return membership


@transaction.atomic
def accept_as_new_user(
    *, invitation: Invitation, name: str, password: str, language: str, now: datetime
) -> tuple[User, Membership]:
    """Make the user of an invited address that nobody has yet, with a password, and make them a member.

    RefusedError where the link was used meanwhile: the second of two at once waits for the first here.
    """
    if not Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk, accepted_at=None).exists():
        raise RefusedError(_("The invitation has been used or has expired."))
    user = User.objects.create_user(email=invitation.email, password=password, name=name, language=language)
    return user, accept(invitation=invitation, user=user, now=now)


def _require_right(actor: Membership | None, role: Role, contact_id: int | None) -> None:
    if actor is None and role == Role.CUSTOMER:
        return
    inviters = {Role.AGENT, Role.MANAGER} | ({Role.CUSTOMER} if contact_id is not None else set())
    may = actor is not None and (actor.role == Role.ADMIN or (role == Role.CUSTOMER and actor.role in inviters))
    if not may:
        raise NotAllowedError(f"{actor and actor.role} may not invite {role}")


def _send(invitation: Invitation, raw: str, actor: Membership | None, wanted: str, now: datetime) -> None:
    known = User.objects.filter(email=invitation.email).first()
    language = (known.language if known else "") or wanted or invitation.tenant.language
    queue_mail(
        dedupe_key=f"invitation:{invitation.token_hash}",
        recipient=invitation.email,
        template=LETTER,
        context=invitation_letter(invitation=invitation, raw=raw, inviter=actor, language=language),
        language=language,
        now=now,
        priority=OutboxMessage.Priority.URGENT,
        is_secret=True,
    )
