"""Articles: what customers may read; the desk reads drafts and retired ones as well."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import CUSTOMERS
from tickets.api.base import ApiRequest, ApiView
from tickets.api.fields import NamedSerializer
from tickets.api.openapi import errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.models import Article
from tickets.selectors.articles import articles_seen_by, found_articles


class ArticleSerializer(serializers.Serializer[Any]):
    """A solution (Markdown) in one language."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    product = NamedSerializer(allow_null=True)
    status = serializers.ChoiceField(Article.Status.choices)
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ArticleQuery(PageQuery):
    """Filters add up."""

    q = serializers.CharField(required=False, max_length=200, help_text="Search, stemmed by each article's language.")
    language = serializers.CharField(required=False, max_length=2)
    product = serializers.IntegerField(required=False)
    status = serializers.ChoiceField(Article.Status.choices, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what belongs to the desk where a customer asks."""
        if "status" in attrs and self.context["member"].role in CUSTOMERS:
            raise serializers.ValidationError({"status": [_("Only the desk can ask for this.")]})
        return attrs


class ArticlesView(ApiView):
    """The articles that the caller may read."""

    @extend_schema(
        operation_id="articles_list",
        tags=["articles"],
        summary="List articles",
        parameters=[ArticleQuery],
        responses={200: page_of(ArticleSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest) -> Response:
        """Give the articles; to a customer those that are published."""
        query = read_query(ArticleQuery, request, member=request.membership)
        rows = articles_seen_by(request.membership)
        rows = rows.filter(**{name: query[name] for name in ("language", "product", "status") if name in query})
        if words := query.get("q"):
            rows = found_articles(rows, words, language=query.get("language", ""))
        page, cursor = page_by_key(rows, query, name="articles")
        return Response(page_body(request, ArticleSerializer(page, many=True).data, cursor))


class ArticleView(ApiView):
    """One article."""

    @extend_schema(
        operation_id="articles_read",
        tags=["articles"],
        summary="Read an article",
        responses={200: ArticleSerializer, **errors()},
    )
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Give the article."""
        article = articles_seen_by(request.membership).filter(pk=pk).first()
        if article is None:
            raise Http404
        return Response(ArticleSerializer(article).data)
