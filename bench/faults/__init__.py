"""Outbox, alerts and inbound mail on real engines while everything around them is killed (docs/measured.md, Faults)."""
