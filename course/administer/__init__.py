"""Administrators: people and units of one organisation."""

from course.administer import people_page

# The menu has its entries in the order of import, and people come first.
# isort: split
from course.administer import (
    audit_page,
    codes_page,
    contacts_page,
    import_page,
    new_person_page,
    operation_page,
    paper_page,
    person_page,
    requests_page,
    roles_page,
    settings_page,
    units_page,
    withdrawals_page,
)

# isort: split
from course.administer import clients_page
from course.administer.feature import feature

FEATURES = (feature,)

__all__ = [
    "FEATURES",
    "audit_page",
    "clients_page",
    "codes_page",
    "contacts_page",
    "import_page",
    "new_person_page",
    "operation_page",
    "paper_page",
    "people_page",
    "person_page",
    "requests_page",
    "roles_page",
    "settings_page",
    "units_page",
    "withdrawals_page",
]
