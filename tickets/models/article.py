"""A solution that customers may read."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Article(TenantModel):
    """Title and text (Markdown) in one language. Customers see it while it is published.

    `search` has title and text, stemmed by the article's own language; services/articles.py writes it.
    """

    class Status(models.TextChoices):
        """Who sees it: the desk; customers too; the desk, and no longer customers."""

        DRAFT = "draft", pgettext_lazy("article", "Draft")
        PUBLISHED = "published", pgettext_lazy("article", "Published")
        RETIRED = "retired", pgettext_lazy("article", "Retired")

    title = models.CharField(pgettext_lazy("article", "Title"), max_length=160)
    text = models.TextField(_("Text"))
    language = models.CharField(_("Language"), max_length=2)
    product = TenantForeignKey("contracts.Product", null=True, blank=True, related_name="+")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    ticket = TenantForeignKey("tickets.Ticket", null=True, blank=True, related_name="articles")
    author = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    updated_by = TenantForeignKey("accounts.Membership", null=True, related_name="+")
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "published", "retired"]), name="tickets_article_status"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["sv", "da", "en"]), name="tickets_article_language"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "status", "title"], name="tickets_article_listed")]

    def __str__(self) -> str:
        return self.title
