"""What managers choose about surveys."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import MANAGERS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from contracts.models import Customer
from surveys.models import SurveySettings
from tickets.models.tag import tag_name


@transaction.atomic
def save_settings(
    *,
    actor: Membership,
    share: int,
    has_reminder: bool,
    test_tag: str,
    test_customer: Customer | None,
    names_colleagues: bool,
) -> SurveySettings:
    """Choose how many of a hundred solved tickets are asked about, whether people are reminded, whether agents see
    whose answers they read, and what is a test.

    Who is asked counts for tickets that are solved from now on. ValidationError by field, NotAllowedError for all
    but managers.
    """
    if actor.role not in MANAGERS:
        raise NotAllowedError("only managers choose who is asked")
    if not 1 <= share <= 100:
        raise ValidationError({"share": _("Write a number from 1 to 100.")}, code="share")
    values = {
        "share": share,
        "has_reminder": has_reminder,
        "names_colleagues": names_colleagues,
        "test_tag": tag_name(test_tag),
        "test_customer": test_customer,
    }
    return SurveySettings.objects.update_or_create(defaults=values)[0]
