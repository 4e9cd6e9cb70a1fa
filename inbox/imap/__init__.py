"""Mail is fetched from a provider by IMAP: kept, and then moved to another folder. Nothing is deleted."""
