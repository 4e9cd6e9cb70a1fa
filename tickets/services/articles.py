"""Articles: solutions that customers may read."""

from datetime import datetime
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import AGENTS
from accounts.errors import NotAllowedError
from accounts.models import Membership
from accounts.tenancy.context import require_tenant_id
from contracts.models import Product
from tickets.models import Article, Ticket

# The length is what PostgreSQL can take of the worst words (search_index.py).
_INDEX = """
UPDATE tickets_article SET search = setweight(to_tsvector(text_config(language), title), 'A')
    || setweight(to_tsvector(text_config(language), left(text, 100000)), 'C')
WHERE tenant_id = %s AND id = %s
"""


class Written(TypedDict):
    """What is written of an article."""

    title: str
    text: str
    language: str
    product: Product | None


@transaction.atomic
def write_article(*, actor: Membership, now: datetime, written: Written, ticket: Ticket | None = None) -> Article:
    """Begin a draft, perhaps from the solution of a ticket, which it then names."""
    _require_agent(actor)
    article = Article(author=actor, ticket=ticket)
    return _save(article, written, actor=actor, now=now)


@transaction.atomic
def change_article(*, article: Article, actor: Membership, now: datetime, written: Written, version: int) -> Article:
    """Change what is written; customers read it at once where it is published. ValidationError where it has changed
    since it was read.
    """
    _require_agent(actor)
    current = _current(article, version)
    current.version += 1
    return _save(current, written, actor=actor, now=now)


@transaction.atomic
def publish_article(*, article: Article, actor: Membership, now: datetime) -> Article:
    """Show it to customers."""
    return _move(article, Article.Status.PUBLISHED, actor=actor, now=now)


@transaction.atomic
def retire_article(*, article: Article, actor: Membership, now: datetime) -> Article:
    """Take it from the customers; the desk keeps it and may publish it again."""
    return _move(article, Article.Status.RETIRED, actor=actor, now=now)


def _move(article: Article, status: str, *, actor: Membership, now: datetime) -> Article:
    _require_agent(actor)
    current = Article.objects.select_for_update().get(pk=article.pk)
    if current.status != status:
        current.status = status
        current.updated_by, current.updated_at = actor, now
        current.version += 1
        if status == Article.Status.PUBLISHED:
            current.published_at = now
        current.save()
    return current


def _current(article: Article, version: int) -> Article:
    current = Article.objects.select_for_update().get(pk=article.pk)
    if current.version != version:
        who = current.updated_by.user.name if current.updated_by else ""
        raise ValidationError(
            _("%(name)s has changed the article meanwhile. Look at it in another tab before you write over it.")
            % {"name": who},
            code="version",
        )
    return current


def _save(article: Article, written: Written, *, actor: Membership, now: datetime) -> Article:
    article.title = " ".join(written["title"].split())
    article.text, article.language, article.product = written["text"].strip(), written["language"], written["product"]
    if not article.title or not article.text:
        raise ValidationError(_("An article needs a title and a text."), code="empty")
    article.updated_by, article.updated_at = actor, now
    article.save()
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [require_tenant_id(), article.pk])
    return article


def _require_agent(actor: Membership) -> None:
    if actor.role not in AGENTS:
        raise NotAllowedError
