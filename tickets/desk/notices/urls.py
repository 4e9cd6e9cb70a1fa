"""Addresses of the desk's pages about notices and the newsletter."""

from django.urls import path

from tickets.desk.notices import actions, newsletters, settings, writing

app_name = "notices"
urlpatterns = [
    path("", writing.notices, name="list"),
    path("new/<str:kind>/", writing.new, name="new"),
    path("<int:pk>/", writing.notice, name="notice"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/publication/", actions.publication, name="publication"),
    path("<int:pk>/end/", actions.end, name="end"),
    path("<int:pk>/withdrawal/", actions.withdrawal, name="withdrawal"),
    path("<int:pk>/copy/", actions.copy, name="copy"),
    path("<int:pk>/removal/", actions.removal, name="removal"),
    path("newsletters/", newsletters.newsletters, name="newsletters"),
    path("newsletters/<int:pk>/", newsletters.newsletter, name="newsletter"),
    path("newsletters/<int:pk>/trial/", newsletters.trial, name="trial"),
    path("newsletters/<int:pk>/sending/", newsletters.sending, name="sending"),
    path("newsletters/<int:pk>/removal/", newsletters.removal, name="drop"),
    path("settings/", settings.notice_settings, name="settings"),
]
