import django.db.models.deletion
from django.db import migrations, models

import accounts.tenancy.fields


def reference(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


OLD, NEW = "tickets_calendarrecount", "tickets_recount"
SCOPES = {
    "policy_version": "sla.policyversion",
    "customer": "contracts.customer",
    "product": "contracts.product",
}


class Migration(migrations.Migration):
    """Renamed, so that no recount at work is lost: row-level security hides the rows from a copy."""

    dependencies = [
        ("contracts", "0002_policy_of_customer_and_product"),
        ("sla", "0001_initial"),
        ("tickets", "0006_event_at"),
    ]

    operations = [
        *[
            migrations.RemoveConstraint(model_name="calendarrecount", name=f"{OLD}_{name}")
            for name in ("once", "key", "calendar_version_ref", "actor_ref")
        ],
        migrations.RemoveIndex(model_name="calendarrecount", name=f"{OLD}_open"),
        migrations.RenameModel(old_name="CalendarRecount", new_name="Recount"),
        migrations.AlterField("recount", "calendar_version", reference("sla.calendarversion")),
        *[migrations.AddField("recount", name, reference(to)) for name, to in SCOPES.items()],
        migrations.AddField("recount", "looked", models.PositiveIntegerField(default=0)),
        migrations.AddField("recount", "done_before", models.PositiveIntegerField(null=True)),
        migrations.AddIndex(
            model_name="recount",
            index=models.Index(condition=models.Q(("finished_at", None)), fields=["tenant", "id"], name=f"{NEW}_open"),
        ),
        migrations.AddConstraint(
            model_name="recount",
            constraint=models.UniqueConstraint(fields=("tenant", "calendar_version"), name=f"{NEW}_calendar_once"),
        ),
        migrations.AddConstraint(
            model_name="recount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    *[
                        models.Q((f"{one}__isnull", True), (f"{other}__isnull", True), _connector="OR")
                        for one, other in (
                            ("calendar_version", "policy_version"),
                            ("calendar_version", "customer"),
                            ("calendar_version", "product"),
                            ("policy_version", "customer"),
                            ("policy_version", "product"),
                            ("customer", "product"),
                        )
                    ]
                ),
                name=f"{NEW}_one_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="recount", constraint=models.UniqueConstraint(fields=("tenant", "id"), name=f"{NEW}_key")
        ),
        *[
            migrations.AddConstraint(
                model_name="recount",
                constraint=accounts.tenancy.fields.TenantReference(field=field, name=f"{NEW}_{field}_ref"),
            )
            for field in ("calendar_version", *SCOPES, "actor")
        ],
    ]
