"""How django-allauth is tied to the portal: canonical addresses, and its mails through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter

from accounts.kit.addresses import canonical


class AccountAdapter(DefaultAccountAdapter):
    """The portal's own account adapter."""

    def clean_email(self, email: str) -> str:
        return canonical(super().clean_email(email))
