"""What this app's mails to customers say, by the mechanism of all mails (accounts/mailwords)."""
