"""Addresses of the terms, open to everybody."""

from django.urls import path

from tickets.portal.terms import views

app_name = "terms"
urlpatterns = [
    path("", views.terms, name="in_force"),
    path("<int:number>/", views.version, name="version"),
]
