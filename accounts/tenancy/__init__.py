"""The three fences between tenants: explicit filter, row-level security, composite foreign keys (docs/tenancy.md)."""
