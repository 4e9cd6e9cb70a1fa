"""Addresses of notices in the portal; calendars and the end of a subscription need no log-in."""

from django.urls import path

from tickets.portal.notices import choices, feeds, newsletters, reading

app_name = "notices"
urlpatterns = [
    path("", reading.notices, name="list"),
    path("<int:pk>/", reading.notice, name="notice"),
    path("choices/", choices.choices, name="choices"),
    path("stop/<str:token>/", choices.unsubscribe, name="unsubscribe"),
    path("calendar/", feeds.calendar, name="calendar"),
    path("calendar/address/", feeds.address, name="address"),
    path("calendar/public.ics", feeds.public_feed, name="public_feed"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("newsletters/", newsletters.newsletters, name="newsletters"),
    path("newsletters/<int:pk>/", newsletters.newsletter, name="newsletter"),
]
