"""A change of plan, terms and a notice that do not exist, for previews of the mails about them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from accounts.formats import full_day
from accounts.links import absolute_url
from accounts.mailwords.catalogue import Sample
from accounts.mailwords.drawing import Value
from accounts.mailwords.sample import READER as KARIN
from accounts.mailwords.values import plain, reader_values
from accounts.models import Tenant
from contracts.mailwords.values import plan_values

COMPANY = "Bergs Bygg AB"


def sample_at(page: str) -> Sample:
    """Give the values of a mail whose button opens this page of the portal: what each of this app's mails knows."""

    def sample(tenant: Tenant, now: datetime) -> tuple[dict[str, Value], dict[str, Any]]:
        day = _first_of_next(now.date())
        link = absolute_url(tenant, page, 1)
        values = plan_values(customer=COMPANY, before="Standard", plan="Professional", asked_by=KARIN)
        return reader_values(tenant, KARIN, link=link) | values | {
            "plan.default": "Basic",
            "sign_by": full_day(day - timedelta(days=15)),
            "starts": full_day(day),
            "later_sign_by": full_day(day + timedelta(days=14)),
            "later_starts": full_day(_first_of_next(day)),
            "received": full_day(now.date()),
            "deadline": full_day(day),
            "reason": plain(gettext("The contract stays as it is.")),
            "message": plain(gettext("We have new plans. Choose the one that suits you.")),
            "terms.number": "4",
            "terms.day": full_day(day),
            "summary": plain(gettext("Consultancy hours are billed by the quarter of an hour.")),
        }, {}

    return sample


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
