class ServersError(RuntimeError):
    """The embedded servers cannot be used; the message says why in one sentence for the person at the keyboard."""
