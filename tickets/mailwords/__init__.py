"""What the mails about a ticket say: the standard words, a tenant's own, and how both are drawn."""
