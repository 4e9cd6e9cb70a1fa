"""The four plans a new tenant starts with (domain: Contracts and plans)."""

from contracts.models import Plan


def create_default_plans() -> list[Plan]:
    """Make Basic, Standard, Professional and Premium; the tenant edits them."""
    return Plan.objects.bulk_create(
        [
            Plan(name="Basic", rank=1, has_support=False),
            Plan(name="Standard", rank=2),
            Plan(
                name="Professional",
                rank=3,
                has_fast_track=True,
                consultancy_discount=15,
                legal_hours=2,
                sparring_sessions=2,
                service_checks=1,
            ),
            Plan(
                name="Premium",
                rank=4,
                has_fast_track=True,
                consultancy_discount=15,
                legal_hours=4,
                sparring_sessions=4,
                service_checks=1,
            ),
        ]
    )
