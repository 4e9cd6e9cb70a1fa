"""What is written on a ticket, and its files."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.access import CUSTOMERS, EVERYBODY
from tickets.api.base import ApiRequest, ApiView, contact_of, visible_ticket
from tickets.api.openapi import IF_MATCH, errors
from tickets.api.paging import PageQuery, page_body, page_by_key, page_of, read_query
from tickets.api.serializers.message import (
    AttachmentSerializer,
    MessageSerializer,
    NewMessageSerializer,
    NewMessageWithFilesSerializer,
)
from tickets.api.views.changes import frame, read_body
from tickets.attachments.download import attachment_response
from tickets.models import Attachment, Message, Ticket
from tickets.services.messages import add_note, customer_wrote, reply


def _messages(request: ApiRequest, ticket: Ticket) -> Any:
    """Give what the caller may read, that of tickets merged into it included: a customer no notes."""
    merged = Ticket.objects.filter(merged_into=ticket).order_by().values("pk")
    messages = Message.objects.filter(Q(ticket=ticket) | Q(ticket__in=merged))
    messages = messages.select_related("ticket", "author__user", "contact")
    if request.membership.role in CUSTOMERS:
        messages = messages.exclude(kind=Message.Kind.NOTE)
    return messages.prefetch_related("attachments")


def _context(request: ApiRequest, ticket: Ticket) -> dict[str, Any]:
    return {"request": request, "number": ticket.number}


class MessagesView(ApiView):
    """The conversation."""

    allowed = {"GET": EVERYBODY, "POST": EVERYBODY}

    @extend_schema(
        operation_id="messages_list",
        tags=["messages"],
        summary="List a ticket's messages",
        parameters=[PageQuery],
        responses={200: page_of(MessageSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give the messages, the oldest first. A customer sees no notes."""
        ticket = visible_ticket(request, number)
        query = read_query(PageQuery, request)
        rows, cursor = page_by_key(_messages(request, ticket), query, name=f"messages-{ticket.pk}")
        results = MessageSerializer(rows, many=True, context=_context(request, ticket)).data
        return Response(page_body(request, results, cursor))

    @extend_schema(
        operation_id="messages_add",
        tags=["messages"],
        summary="Reply, write a note, or write to the desk",
        request={"application/json": NewMessageSerializer, "multipart/form-data": NewMessageWithFilesSerializer},
        parameters=[IF_MATCH],
        responses={201: MessageSerializer, **errors(400, 403, 409, 412, 413, 415)},
    )
    def post(self, request: ApiRequest, number: int) -> Response:
        """Write. A reply counts as started work; a customer's words on a closed ticket open a follow-up ticket."""
        change, body = frame(request, number), read_body(NewMessageWithFilesSerializer, request)
        kind, then_wait = body.pop("kind"), body.pop("then_wait")
        contact = contact_of(request)
        if contact is not None:
            _refuse_desks(request)
            ticket = customer_wrote(contact=contact, channel=Ticket.Channel.API, **change, **body)
        elif kind == Message.Kind.NOTE:
            ticket = add_note(**change, **body)
        else:
            ticket = reply(then_wait=then_wait, **change, **body)
        # The ticket stays locked until the request ends: the last message is the one just written.
        written = _messages(request, ticket).order_by("-pk")[0]
        return Response(MessageSerializer(written, context=_context(request, ticket)).data, status=201)


class AttachmentsView(ApiView):
    """A ticket's files."""

    @extend_schema(
        operation_id="attachments_list",
        tags=["messages"],
        summary="List a ticket's attachments",
        parameters=[PageQuery],
        responses={200: page_of(AttachmentSerializer), **errors(400)},
    )
    def get(self, request: ApiRequest, number: int) -> Response:
        """Give the files, the oldest first. A customer sees none of a note's."""
        ticket = visible_ticket(request, number)
        query = read_query(PageQuery, request)
        merged = Ticket.objects.filter(merged_into=ticket).order_by().values("pk")
        files = Attachment.objects.filter(Q(ticket=ticket) | Q(ticket__in=merged))
        if request.membership.role in CUSTOMERS:
            files = files.exclude(message__kind=Message.Kind.NOTE)
        rows, cursor = page_by_key(files, query, name=f"attachments-{ticket.pk}")
        results = AttachmentSerializer(rows, many=True, context=_context(request, ticket)).data
        return Response(page_body(request, results, cursor))


class AttachmentView(ApiView):
    """One file."""

    @extend_schema(
        operation_id="attachments_download",
        tags=["messages"],
        summary="Download an attachment",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **errors()},
    )
    def get(self, request: ApiRequest, pk: int) -> FileResponse:
        """Give the file; its type follows from its name."""
        return attachment_response(member=request.membership, pk=pk)


def _refuse_desks(request: ApiRequest) -> None:
    desks = {"kind", "then_wait"} & set(request.data)
    if desks:
        raise ValidationError({name: [_("Only the desk can say this.")] for name in sorted(desks)})
