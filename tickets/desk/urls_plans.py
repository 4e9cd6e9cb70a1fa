"""Addresses of the desk about changes of plan and campaigns."""

from django.urls import path

from tickets.desk.views import campaigns
from tickets.desk.views import plan_changes as changes

plan_urls = [
    path("contracts/<int:contract>/plan-change/", changes.plan_change_new, name="plan_change_new"),
    path("plan-changes/", changes.plan_changes, name="plan_changes"),
    path("plan-changes/<int:pk>/", changes.plan_change, name="plan_change"),
    path("plan-changes/<int:pk>/receipt/", changes.receipt, name="plan_receipt"),
    path("plan-changes/<int:pk>/refusal/", changes.refusal, name="plan_refusal"),
    path("plan-changes/<int:pk>/withdrawal/", changes.withdrawal, name="plan_withdrawal"),
    path("plan-changes/<int:pk>/addendum/", changes.addendum_page, name="plan_addendum"),
    path("plan-changes/<int:pk>/addendum.pdf", changes.addendum_pdf, name="plan_addendum_pdf"),
    path("plan-changes/<int:pk>/signed/", changes.signed, name="plan_signed"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/sending/", campaigns.sending, name="campaign_sending"),
    path("campaign-letters/<int:pk>/", campaigns.letter, name="campaign_letter"),
    path("campaign-letters/<int:pk>/letter.pdf", campaigns.letter_file, name="campaign_letter_pdf"),
]
