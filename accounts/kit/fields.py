"""Model fields that keep wrong values out."""

from typing import Any

from django.db import models

from accounts.kit.addresses import canonical, check


class AddressField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address that is stored and looked up in canonical form (see `accounts.kit.addresses`)."""

    default_validators = [check]

    def get_prep_value(self, value: Any) -> str | None:
        prepared: str | None = super().get_prep_value(value)
        return None if prepared is None else canonical(prepared)

    def to_python(self, value: Any) -> str | None:
        cleaned: str | None = super().to_python(value)
        return None if cleaned is None else canonical(cleaned)


class CanonicalAddress(models.Func):
    """The SQL twin of `canonical`, for constraints: `lower(normalize(x, NFKC))`."""

    template = "lower(normalize(%(expressions)s, NFKC))"
    output_field = models.TextField()


def both_or_neither(name: str, *fields: str) -> models.CheckConstraint:
    """A check that the given columns are all set or all null, as in `approved_at` and `approved_by`."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__isnull": True for field in fields}) | models.Q(**{f"{field}__isnull": False for field in fields}),
    )
