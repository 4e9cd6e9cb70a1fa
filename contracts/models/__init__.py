"""Customers and what they have bought."""

from contracts.models.contract import Contract, ContractProduct
from contracts.models.customer import Contact, Customer
from contracts.models.plan import Plan, Product

__all__ = ["Contact", "Contract", "ContractProduct", "Customer", "Plan", "Product"]
