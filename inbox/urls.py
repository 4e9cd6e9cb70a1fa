"""Addresses of the pages about mail."""

from django.urls import path

from inbox.views import mails

app_name = "inbox"
urlpatterns = [
    path("in/", mails.mails, name="mails"),
    path("in/<int:pk>/", mails.mail, name="mail"),
    path("in/<int:pk>/raw/", mails.mail_raw, name="mail_raw"),
    path("in/<int:pk>/reading/", mails.mail_reading, name="mail_reading"),
    path("in/<int:pk>/taking-up/", mails.mail_taking_up, name="mail_taking_up"),
]
