"""Addresses of the attachments."""

from django.urls import path

from tickets.attachments import views

app_name = "attachments"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
