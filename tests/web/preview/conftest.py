"""What tests of previews may ask for."""

import pytest
from previewing import AUTHOR
from site_of_tests import Site, Visitor

from course.storage.models import Person


@pytest.fixture
def author(site: Site) -> Person:
    return site.add_person(site.add_organisation(), AUTHOR, ("trainer",))


@pytest.fixture
def trainer(site: Site, author: Person) -> Visitor:
    return site.visitor(AUTHOR, language="en")
