"""A customer's mail domains, and whether they let colleagues in without an agent."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from contracts.domains import clean_domain, is_public
from contracts.models import Customer, CustomerDomain
from contracts.services.rights import require_agent


@transaction.atomic
def set_domains(
    *, customer: Customer, actor: Membership, domains: Iterable[str], approves: bool, now: datetime
) -> Customer:
    """Keep exactly these mail domains; `approves`: whoever confirms an address there becomes a contact by itself.

    ValidationError at `domains`: what is no domain, a public mail provider's, another customer's; at `approves` without
    any domain.
    """
    require_agent(actor)
    wanted = {clean_domain(text): text for text in domains if text.strip()}
    _check(customer, wanted, approves=approves)
    current = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    current.approves_by_domain = customer.approves_by_domain = approves
    current.save(update_fields=["approves_by_domain"])
    kept = set(CustomerDomain.objects.filter(customer=current).values_list("domain", flat=True))
    CustomerDomain.objects.filter(customer=current, domain__in=kept - set(wanted)).delete()
    new = [
        CustomerDomain(customer=current, domain=domain, added_at=now, added_by=actor)
        for domain in sorted(set(wanted) - kept)
    ]
    try:
        with transaction.atomic():
            CustomerDomain.objects.bulk_create(new)
    except IntegrityError as error:  # another customer was given it at the same moment
        raise ValidationError({"domains": _("One of these domains is another customer’s.")}) from error
    return current


def _check(customer: Customer, wanted: dict[str, str], *, approves: bool) -> None:
    errors: dict[str, list[str]] = {}
    reasons = [_("“%(text)s” is no mail domain.") % {"text": text} for domain, text in wanted.items() if not domain]
    public = sorted(domain for domain in wanted if domain and is_public(domain))
    reasons += [_("Anybody can have an address at %(domain)s.") % {"domain": domain} for domain in public]
    others = CustomerDomain.objects.filter(domain__in=wanted).exclude(customer=customer).select_related("customer")
    reasons += [
        _("%(domain)s belongs to %(customer)s.") % {"domain": row.domain, "customer": row.customer.name}
        for row in others
    ]
    if reasons:
        errors["domains"] = reasons
    if approves and not wanted:
        errors["approves"] = [_("Enter a mail domain first.")]
    if errors:
        raise ValidationError(errors)
