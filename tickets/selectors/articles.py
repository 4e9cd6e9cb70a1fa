"""Articles for the desk, for customers and for programs. A tenant has hundreds: no index of words is needed."""

import re

from django.db.models import BooleanField, Case, FloatField, IntegerField, Q, QuerySet, When
from django.db.models.expressions import RawSQL

from accounts.models import Membership, Role
from tickets.models import Article

MOST_FOUND = 20
MOST_SIMILAR = 3
SHORTEST_WORD = 3
MOST_WORDS = 12
# The words of a search are stemmed by the language of the article they are compared with.
_QUERY = "search_query(tickets_article.language, %s)"
_MATCHES = f"tickets_article.search @@ {_QUERY}"
_RANK = f"ts_rank(tickets_article.search, {_QUERY})"


def articles_seen_by(member: Membership) -> QuerySet[Article]:
    """Give customers what is published, the desk everything."""
    articles = Article.objects.select_related("product").defer("search")
    return articles.filter(status=Article.Status.PUBLISHED) if member.role == Role.CUSTOMER else articles


def found_articles(articles: QuerySet[Article], words: str, *, language: str) -> QuerySet[Article]:
    """Keep the articles that match a web search or have the words in their title: those in the reader's language first,
    the best first.
    """
    matches = RawSQL(_MATCHES, (words,), output_field=BooleanField())  # noqa: S611 - the words are a parameter
    rank = RawSQL(_RANK, (words,), output_field=FloatField())  # noqa: S611
    own = Case(When(language=language, then=0), default=1, output_field=IntegerField())
    return articles.filter(Q(matches) | Q(title__icontains=words)).order_by(own, rank.desc(), "-pk")


def similar_articles(member: Membership, subject: str, *, language: str) -> list[Article]:
    """Give articles that share words with a subject that is being typed."""
    words = [word for word in re.findall(r"\w+", subject) if len(word) >= SHORTEST_WORD][:MOST_WORDS]
    if not words:
        return []
    return list(found_articles(articles_seen_by(member), " or ".join(words), language=language)[:MOST_SIMILAR])
