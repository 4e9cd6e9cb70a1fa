"""Settings of the interface for programs (docs/api.md)."""

from supportdesk.environment import matching

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tickets.api.authentication.TokenAuthentication",
        "tickets.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tickets.api.permissions.IsMember"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["tickets.api.throttling.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "token": matching("API_RATE", default="600/min", pattern=r"[1-9]\d*/(sec|min|hour|day)", like="600/min")
    },
    "EXCEPTION_HANDLER": "tickets.api.problems.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "supportdesk",
    "DESCRIPTION": "Tickets, their clocks and what they rest on, for programs.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "TAGS": [
        {"name": name}
        for name in (
            "tickets",
            "messages",
            "sla",
            "customers",
            "contracts",
            "billing",
            "proactive",
            "articles",
            "desk",
            "nps",
            "webhooks",
        )
    ],
    "WEBHOOKS": [
        f"tickets.api.webhooks.{name}"
        for name in (
            "CREATED",
            "MESSAGE",
            "SEVERITY_DECIDED",
            "ASSIGNED",
            "STATUS_CHANGED",
            "AT_RISK",
            "BREACHED",
            "RESOLVED",
            "REOPENED",
            "CLOSED",
        )
    ],
    "PATH_CONVERTER_OVERRIDES": {"month": {"type": "string", "example": "2026-03"}},
    "ENUM_NAME_OVERRIDES": {
        "SeverityEnum": "sla.models.Severity",
        "ChannelEnum": "tickets.models.Ticket.Channel",
        "HoursChannelEnum": "sla.models.Channel",
        "MessageKindEnum": "tickets.models.Message.Kind",
        "FilingChannelEnum": "tickets.api.serializers.ticket.DESK_CHANNELS",
        "TicketKindEnum": "tickets.models.Ticket.Kind",
        "CaseKindEnum": "tickets.api.serializers.proactive.KINDS",
        "TimeKindEnum": "tickets.models.TimeEntry.Kind",
        "FieldKindEnum": "tickets.models.CustomField.Kind",
        "NewMessageKindEnum": "tickets.api.serializers.message.DESK_KINDS",
    },
}
