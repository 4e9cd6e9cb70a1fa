"""manage.py create_tenant: a new support organisation, ready to sign in to."""

import secrets
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation

from accounts.links import absolute_url
from accounts.models import Invitation, Role, Tenant
from accounts.services.invitations import VALID
from accounts.services.tokens import hash_token
from accounts.tenancy.context import tenant_context
from contracts.selectors import local_day
from contracts.services.default_prices import create_default_prices
from contracts.services.defaults import create_default_plans
from sla.builtin import BUILTIN_CODES
from sla.services.channels import create_channel_hours
from sla.services.defaults import create_builtin_calendar, create_policy

ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen"}


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Makes a tenant with a built-in calendar, a default policy with all clocks and the four plans, and invites its "
        "first admin. Prints the admin's link, which works once, for 14 days."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who."""
        parser.add_argument("slug", help="short name in addresses: small letters, digits and hyphens")
        parser.add_argument("--name", required=True)
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)
        parser.add_argument("--language", choices=["sv", "da", "en"], required=True)
        parser.add_argument("--calendar", choices=list(BUILTIN_CODES), required=True)
        parser.add_argument("--zone", default="", help="time zone (default: the calendar's)")
        parser.add_argument("--sender", default="", help="address its mails come from")
        parser.add_argument("--telephone", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make everything in one transaction, or say what is wrong and make nothing."""
        tenant = _checked(options)
        now = timezone.now()
        with transaction.atomic():
            tenant.save()
            with tenant_context(tenant.pk):
                calendar = create_builtin_calendar(code=options["calendar"], name=tenant.name, now=now)
                create_policy(name="Standard", calendar=calendar, is_default=True, now=now)
                with translation.override(options["language"]):
                    create_channel_hours(country=options["calendar"], now=now)
                plans = create_default_plans(now=now)
                create_default_prices(plans, valid_from=local_day(tenant, now).replace(day=1), now=now)
                link = _invite_first(tenant, options["admin_email"], options["admin_name"], now)
        self.stdout.write(f"{tenant.slug} is made. {options['admin_name']} becomes its admin with this link:\n{link}")


def _checked(options: dict[str, Any]) -> Tenant:
    """Give the unsaved tenant; CommandError for a value that cannot be used."""
    zone = options["zone"] or ZONES[options["calendar"]]
    tenant = Tenant(
        slug=options["slug"],
        name=options["name"],
        language=options["language"],
        zone=zone,
        sender=options["sender"],
        telephone=options["telephone"],
    )
    try:
        ZoneInfo(zone)
        validate_email(options["admin_email"])
        tenant.full_clean()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CommandError(f"“{zone}” is not a time zone, as Europe/Oslo is.") from error
    return tenant


def _invite_first(tenant: Tenant, email: str, name: str, now: datetime) -> str:
    """Invite the first admin and give the link: nobody is there yet in whose name a letter could be sent."""
    raw = secrets.token_urlsafe(32)
    Invitation.objects.create(
        email=email.strip().lower(), name=name, role=Role.ADMIN, token_hash=hash_token(raw), expires_at=now + VALID
    )
    return absolute_url(tenant, "accounts:invitation", raw)
