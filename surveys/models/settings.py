"""What a tenant has chosen about its surveys."""

from django.db import models
from django.db.models import Q

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from tickets.models.tag import LONGEST_TAG


class SurveySettings(TenantModel):
    """Without a row: everybody is asked, nobody is reminded, and tickets with the tag “test” are tests."""

    # Of a hundred solved tickets so many are asked about (surveys/sampling.py).
    share = models.PositiveSmallIntegerField(default=100)
    has_reminder = models.BooleanField(default=False)
    # Agents see whose ticket an answer was about; otherwise only of their own.
    names_colleagues = models.BooleanField(default=False)
    # Tickets with this tag, as tag_name writes it, and those of this customer are tests; empty, None: no such tickets.
    test_tag = models.CharField(max_length=LONGEST_TAG, default="test", blank=True)
    test_customer = TenantForeignKey("contracts.Customer", null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="surveys_surveysettings_one"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="surveys_surveysettings_share"),
        ]
