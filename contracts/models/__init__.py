"""Customers and what they have bought."""

from contracts.models.billing import BillingClosing, BillingMonth
from contracts.models.campaign import Campaign, CampaignLetter, CampaignOffer
from contracts.models.contact_event import ContactEvent
from contracts.models.contract import Contract, ContractContact, ContractProduct
from contracts.models.contract_event import ContractEvent
from contracts.models.customer import Contact, Customer
from contracts.models.mailing import Mailing, MailingReceipt
from contracts.models.newsletter import Newsletter, NewsletterItem
from contracts.models.notice import Notice, NoticeProduct, NoticeSettings
from contracts.models.partner import ConsultancyRate, Partner
from contracts.models.plan import Plan, PlanService, PlanVersion
from contracts.models.plan_change import PlanChange
from contracts.models.price import PayslipCount, PriceList, PriceTier, PublicPrices
from contracts.models.product import Product
from contracts.models.request import CustomerDomain, PublicRequest
from contracts.models.subscription import CalendarFeed, NoticeSubscription
from contracts.models.terms import TermsVersion

__all__ = [
    "BillingClosing",
    "BillingMonth",
    "CalendarFeed",
    "Campaign",
    "CampaignLetter",
    "CampaignOffer",
    "ConsultancyRate",
    "Contact",
    "ContactEvent",
    "Contract",
    "ContractContact",
    "ContractEvent",
    "ContractProduct",
    "Customer",
    "CustomerDomain",
    "Mailing",
    "MailingReceipt",
    "Newsletter",
    "NewsletterItem",
    "Notice",
    "NoticeProduct",
    "NoticeSettings",
    "NoticeSubscription",
    "Partner",
    "PayslipCount",
    "Plan",
    "PlanChange",
    "PlanService",
    "PlanVersion",
    "PriceList",
    "PriceTier",
    "Product",
    "PublicPrices",
    "PublicRequest",
    "TermsVersion",
]
