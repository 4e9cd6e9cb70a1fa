"""What the searches read of a ticket."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class SearchEntry(TenantModel):
    """Subject, solution, messages and notes of one ticket, stemmed (services/search_index.py writes it).

    Apart from the ticket and narrow, so that a word of many tickets touches few pages. Customers' search takes the
    notes out (weight D). `number` is the ticket's: the newest are looked at first.
    """

    ticket = TenantForeignKey("tickets.Ticket", related_name="+")
    number = models.IntegerField()
    vector = SearchVectorField(editable=False)

    fence_search = "SELECT"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "ticket"], name="tickets_searchentry_once")]
        indexes = [
            models.Index(fields=["tenant", "number"], name="tickets_searchentry_number"),
            GinIndex(
                fields=["tenant", "vector"], name="tickets_searchentry_words", opclasses=["int8_ops", "tsvector_ops"]
            ),
        ]
