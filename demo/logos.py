"""Each demo tenant's logo, and the first customer's agreement to have the month's report by mail."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership, Role
from accounts.services.logo import put_logo
from contracts.models import Contract
from demo.plots import DATA
from demo.tenants import Cast


def put_up(cast: Cast, *, now: datetime) -> None:
    """Put the logo in place, and have the report of the customer that signs in mailed."""
    admin = Membership.objects.filter(role=Role.ADMIN).order_by("pk")[0]
    picture = (DATA / "logos" / f"{cast.vendor.slug}.png").read_bytes()
    put_logo(file=SimpleUploadedFile("logo.png", picture), actor=admin, now=now)
    Contract.objects.filter(customer=cast.contacts[0].customer).update(mails_report=True)
