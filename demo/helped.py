"""Questions that an article answered before they were filed."""

from datetime import datetime, timedelta
from random import Random

from demo.tenants import Cast
from tickets.models import Article
from tickets.services.deflecting import deflect

COUNT = 40


def count_helped(cast: Cast, *, now: datetime, dice: Random) -> None:
    """Let articles have answered some questions in the last months, the first ones more often than the last."""
    articles = list(Article.objects.filter(status=Article.Status.PUBLISHED).order_by("pk"))
    weights = range(len(articles), 0, -1)
    for contact in dice.choices(cast.contacts, k=COUNT):
        article = dice.choices(articles, weights)[0]
        at = max(now - timedelta(minutes=dice.randrange(120 * 24 * 60)), article.published_at or now)
        deflect(contact=contact, subject=article.title, article=article, now=at)
