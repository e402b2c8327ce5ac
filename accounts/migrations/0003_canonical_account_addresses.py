from django.db import migrations

CHECK = "email = lower(normalize(email, NFKC))"


class Migration(migrations.Migration):
    """The table is django-allauth's; that its addresses are canonical is the portal's rule (see `CanonicalAddress`)."""

    dependencies = [
        ("accounts", "0002_role_institution_and_reason"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE account_emailaddress ADD CONSTRAINT account_address_canonical CHECK ({CHECK})",
            "ALTER TABLE account_emailaddress DROP CONSTRAINT account_address_canonical",
        ),
    ]
