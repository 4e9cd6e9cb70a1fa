"""Customers and what they have bought."""

from contracts.models.contract import Contract, ContractProduct
from contracts.models.customer import Contact, Customer
from contracts.models.partner import ConsultancyRate, Partner
from contracts.models.plan import Plan, Product

__all__ = ["ConsultancyRate", "Contact", "Contract", "ContractProduct", "Customer", "Partner", "Plan", "Product"]
