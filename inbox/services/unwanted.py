"""Senders whose mail is left. An entry is an address, or `@domain` for everybody at a domain and below it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.access import AGENTS, MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.models.membership import STAFF
from contracts.domains import clean_domain, domain_of, is_public
from contracts.models import Contact, CustomerDomain
from inbox.models import UnwantedSender
from inbox.services.senders import Sender
from tickets.models import Ticket


def is_unwanted(sender: Sender, *, now: datetime) -> bool:
    """Say whether this sender's mail is left, and count it where it is. One question, or two.

    A customer's contact is answered, whatever is on the list: perhaps they were a stranger when it was written.
    """
    address, domain = sender.person.address, domain_of(sender.person.address)
    if not domain or any(not contact.customer.is_prospect for contact in sender.contacts):
        return False
    labels = domain.split(".")
    above = [f"@{'.'.join(labels[at:])}" for at in range(len(labels) - 1)]
    found = UnwantedSender.objects.filter(pattern__in=[kept_pattern(address), *above]).order_by("-pattern").first()
    if found is None:
        return False
    UnwantedSender.objects.filter(pk=found.pk).update(caught=F("caught") + 1, caught_at=now)
    return True


def kept_pattern(text: str) -> str:
    """Give an entry as it is kept, in small letters and ASCII, from what somebody typed: `Ida@X.example`, `@x.example`
    or `x.example`; empty for what is neither an address nor a domain.
    """
    local, _at, domain = text.strip().lower().rpartition("@")
    domain = clean_domain(domain)
    if not domain or any(letter.isspace() for letter in local) or len(local) > 64:
        return ""
    return f"{local}@{domain}"


def pattern_problem(pattern: str) -> str:
    """Say why mail from there cannot be left, in the active language: it would be people's whom somebody answers.
    Nothing where it can.
    """
    domain = pattern.rpartition("@")[2]
    if not pattern:
        return _("Enter an address such as name@example.com, or a domain such as @example.com.")
    if pattern == f"@{domain}":
        if is_public(domain):
            return _("Everybody can have an address at %(domain)s. Enter the whole address.") % {"domain": domain}
        if CustomerDomain.objects.filter(Q(domain=domain) | Q(domain__endswith=f".{domain}")).exists() or _contacts(
            Q(email__iendswith=pattern) | Q(email__iendswith=f".{domain}")
        ):
            return _("Customers write from %(domain)s.") % {"domain": domain}
    elif _contacts(Q(email__iexact=pattern)) or Membership.objects.filter(user__email=pattern, role__in=STAFF).exists():
        return _("%(address)s is a contact’s or a colleague’s address.") % {"address": pattern}
    return ""


def add_unwanted(*, text: str, actor: Membership, now: datetime, ticket: Ticket | None = None) -> UnwantedSender:
    """Leave this sender's mail from now on; one that is on the list already stays as it was.

    ValidationError at `pattern` for what `pattern_problem` says. Agents add from a ticket, managers anywhere.
    """
    if actor.role not in (MANAGERS if ticket is None else AGENTS):
        raise NotAllowedError("only managers keep the list of unwanted senders")
    pattern = kept_pattern(text)
    if problem := pattern_problem(pattern):
        raise ValidationError({"pattern": problem}, code="pattern")
    values = {"ticket": ticket, "added_by": actor, "added_at": now}
    return UnwantedSender.objects.get_or_create(pattern=pattern, defaults=values)[0]


def remove_unwanted(*, sender: UnwantedSender, actor: Membership) -> None:
    """Take this sender's mail again; what was left meanwhile can be taken up on *Mail that came in*."""
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers keep the list of unwanted senders")
    sender.delete()


def _contacts(where: Q) -> bool:
    return Contact.objects.filter(where, left_at=None, customer__is_prospect=False).exists()
