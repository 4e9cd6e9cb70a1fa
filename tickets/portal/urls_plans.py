"""Addresses of the portal about the customer's plan."""

from django.urls import path

from tickets.portal.views import plan_changes as changes
from tickets.portal.views import plan_letters as letters

plan_urls = [
    path("contract/<int:contract>/plan/", changes.plan_change, name="plan_change"),
    path("contract/<int:contract>/plan/<int:version>/", changes.plan_choice, name="plan_choice"),
    path("plan-changes/<int:pk>/addendum/", changes.addendum_page, name="addendum"),
    path("plan-changes/<int:pk>/addendum.pdf", changes.addendum_pdf, name="addendum_pdf"),
    path("plan-changes/<int:pk>/signed/", changes.signed, name="signed_addendum"),
    path("plan-changes/<int:pk>/withdrawal/", changes.withdrawal, name="plan_withdrawal"),
    path("plan-letters/<int:pk>/", letters.letter, name="plan_letter"),
    path("plan-letters/<int:pk>/letter.pdf", letters.letter_file, name="plan_letter_pdf"),
]
