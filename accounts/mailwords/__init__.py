"""What mails to customers say: the catalogue of them, the standard words, a tenant's own, and how both are drawn.

Each app says which mails it has (`also_say`, in AppConfig.ready); who writes one takes its words from `ChosenWords`.
"""
