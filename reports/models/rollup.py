"""Figures kept by month, so that a page need not count the rows (docs/dashboards.md)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy.models import TenantModel


class Rollup(TenantModel):
    """One cell; `area` is the name of its facts, `counts` in the order of their measures (reports/raw/facts.py).

    Histograms are bytes (reports/histogram.py). `dimension` and `key` are "" for all together; "combined" are
    all dimensions at once, the customer aside, so that pages may be filtered by several.
    Nothing in it changes as time passes: clocks that run past their deadline are counted when asked for.
    """

    area = models.CharField(max_length=8)
    month = models.DateField()
    dimension = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=100, blank=True)
    severity = models.CharField(max_length=8)
    metric = models.CharField(max_length=12, blank=True)
    counts = ArrayField(models.IntegerField())
    used = models.BinaryField(null=True)
    hours = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "area", "dimension", "month", "key", "severity", "metric"],
                name="reports_rollup_once",
            )
        ]
        indexes = [models.Index(fields=["tenant", "area", "dimension", "key", "month"], name="reports_rollup_of")]


class CountedMonth(TenantModel):
    """A month of a zone whose cells are all there; one that is not here is counted from the rows."""

    area = models.CharField(max_length=8)
    month = models.DateField()
    zone = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "area", "month"], name="reports_counted_once")]


class ChangedMonth(TenantModel):
    """Something in the month changed since: until it is counted anew, the rows are asked.

    Written by triggers, in the transaction of the change, and only ever added: a writer that left it out because the
    mark is there would lose its change to a count that has begun, and one that waited for the mark would queue.
    """

    area = models.CharField(max_length=8)
    month = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "area", "month"], name="reports_changed_month")]
