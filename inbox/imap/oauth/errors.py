"""Why a provider gives no token."""


class SignInError(Exception):
    """Nothing to sign in with; the text is what the provider said."""


class ConsentError(SignInError):
    """Nobody has consented, or the consent has ended: somebody has to sign in again."""


class ApplicationError(SignInError):
    """The provider refuses the registered application, or what it asks for."""


class ProviderError(SignInError):
    """The provider cannot be reached or understood now."""
