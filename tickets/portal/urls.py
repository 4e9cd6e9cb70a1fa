"""Addresses of the portal."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, number: int = 0) -> HttpResponse:
    return HttpResponse(status=404)


app_name = "portal"
urlpatterns = [
    path("", _soon, name="home"),
    path("tickets/<int:number>/", _soon, name="ticket"),
]
