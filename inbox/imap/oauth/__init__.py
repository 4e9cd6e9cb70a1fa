"""Signing in at a mail provider by OAuth 2.0: an admin consents once, tokens are renewed as long as that holds."""
