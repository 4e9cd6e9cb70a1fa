"""Customers and what they have bought."""

from contracts.models.billing import BillingClosing, BillingMonth
from contracts.models.campaign import Campaign, CampaignLetter, CampaignOffer
from contracts.models.contact_event import ContactEvent
from contracts.models.contract import Contract, ContractContact, ContractProduct
from contracts.models.contract_event import ContractEvent
from contracts.models.customer import Contact, Customer
from contracts.models.mailing import Mailing, MailingReceipt
from contracts.models.partner import ConsultancyRate, Partner
from contracts.models.plan import Plan, PlanService, PlanVersion
from contracts.models.plan_change import PlanChange
from contracts.models.price import PayslipCount, PriceList, PriceTier, PublicPrices
from contracts.models.product import Product
from contracts.models.request import CustomerDomain, PublicRequest
from contracts.models.terms import TermsVersion

__all__ = [
    "BillingClosing",
    "BillingMonth",
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
