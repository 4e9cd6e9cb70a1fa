"""Fifty tenants with their people, and as many tickets as wanted, with everything that belongs to one."""

from bench.desk.filling.fill import fill
from bench.desk.filling.places import AGENTS, LARGEST, PASSWORD, SMALL, TENANTS

__all__ = ["AGENTS", "LARGEST", "PASSWORD", "SMALL", "TENANTS", "fill"]
