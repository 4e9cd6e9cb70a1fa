"""The keys that sign a tenant's mail: made here, published by an admin, then put to use."""

import base64
from datetime import datetime
from typing import Any, Protocol

import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import transaction
from django.utils.translation import gettext as _

from outbox.models import SigningKey
from outbox.sealing import seal

# What every receiver takes; longer keys do not fit into what many DNS providers allow.
BITS = 2048
MOST_KEYS = 20
log = structlog.get_logger("outbox")


class Actor(Protocol):
    """Who does it: a membership. (accounts stands above the outbox.)"""

    pk: Any


@transaction.atomic
def make_key(*, domain: str, actor: Actor, now: datetime) -> SigningKey:
    """Make a key for a domain; it signs nothing until it is put to use. ValidationError for what is no domain, and
    for too many keys.
    """
    domain = domain.strip().lower().rstrip(".")
    DomainNameValidator(accept_idna=False, message=_("Write a domain like example.com."))(domain)
    if SigningKey.objects.count() >= MOST_KEYS:
        raise ValidationError(_("There are too many keys. Remove those that are no longer used."), code="keys")
    pair = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    private = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = pair.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = SigningKey.objects.create(
        domain=domain,
        selector=_free_selector(domain, now),
        private=seal(private.decode()),
        public=base64.b64encode(public).decode(),
        created_at=now,
    )
    log.info("outbox.key_made", record=key.record_name, actor=actor.pk)
    return key


@transaction.atomic
def use_key(*, key: SigningKey, actor: Actor, is_active: bool = True) -> None:
    """Sign the domain's mail with this key from now on, and with no other; or with none."""
    of_domain = SigningKey.objects.filter(domain=key.domain)
    of_domain.filter(is_active=True).update(is_active=False)
    if is_active:
        of_domain.filter(pk=key.pk).update(is_active=True)
    log.info("outbox.key_used", record=key.record_name, is_active=is_active, actor=actor.pk)


@transaction.atomic
def remove_key(*, key: SigningKey, actor: Actor) -> None:
    """Forget a key. ValidationError for one that signs."""
    if SigningKey.objects.filter(pk=key.pk, is_active=True).exists():
        raise ValidationError(_("The key is in use. Stop signing with it first."), code="active")
    SigningKey.objects.filter(pk=key.pk).delete()
    log.info("outbox.key_removed", record=key.record_name, actor=actor.pk)


def _free_selector(domain: str, now: datetime) -> str:
    """Give a selector that says when the key was made, as the domain has no other."""
    day = f"{now:%Y%m%d}"
    taken = set(SigningKey.objects.filter(domain=domain).values_list("selector", flat=True))
    return next(name for name in (f"d{day}{end}" for end in ("", *range(2, MOST_KEYS + 2))) if name not in taken)
