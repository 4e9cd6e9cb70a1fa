"""The SLA engine measured, beside the two best engines on the package index. `make bench-sla`."""
