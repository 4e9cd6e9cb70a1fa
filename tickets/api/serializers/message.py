"""Messages, notes and attachments."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tickets.api.fields import files_field, text_field
from tickets.models import Attachment, Message

DESK_KINDS = [choice for choice in Message.Kind.choices if choice[0] != Message.Kind.CUSTOMER]


class AttachmentSerializer(serializers.Serializer[Any]):
    """A file; `download` takes the same token."""

    id = serializers.IntegerField(source="pk")
    message = serializers.IntegerField(source="message_id")
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="bytes")
    uploaded_at = serializers.DateTimeField()
    held = serializers.ChoiceField(
        [("", ""), *Attachment.Held.choices],
        help_text="Empty, or why it cannot be downloaded: not scanned yet, a virus.",
    )
    download = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_download(self, attachment: Attachment) -> str:
        """Give the whole address."""
        path = reverse("api:attachment", args=[attachment.pk])
        return str(self.context["request"].build_absolute_uri(path))


class MessageSerializer(serializers.Serializer[Any]):
    """What was written (Markdown). Notes are seen by the desk alone."""

    id = serializers.IntegerField(source="pk")
    ticket = serializers.IntegerField(
        source="ticket.number", help_text="Another one where a closed ticket got a follow-up, and of a merged ticket's."
    )
    kind = serializers.ChoiceField(Message.Kind.choices)
    author = serializers.CharField(source="author_name")
    channel = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()
    attachments = AttachmentSerializer(many=True)


class NewMessageSerializer(serializers.Serializer[Any]):
    """More words on a ticket. A customer's are always their own; the desk replies, or writes a note."""

    kind = serializers.ChoiceField(
        DESK_KINDS,
        default=Message.Kind.REPLY,
        help_text="For the desk alone.",
    )
    text = text_field()
    then_wait = serializers.BooleanField(default=False, help_text="Reply, and wait for the customer.")


class NewMessageWithFilesSerializer(NewMessageSerializer):
    """The same with attachments."""

    files = files_field()
