"""Addresses of the public price page."""

from django.urls import path

from contracts.views import prices

app_name = "prices"
urlpatterns = [path("", prices.calculator, name="calculator")]
