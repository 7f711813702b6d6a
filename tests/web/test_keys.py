"""The key of the cookies can be changed while people work."""

import re
from pathlib import Path
from typing import Final

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner
from site_of_tests import Site, Visitor

from course.base.learner_key import load_or_make_key
from course.web.own_device import owner_tag
from course.web.security import read_secrets

PERSON: Final = b"p" * 16


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in, with a page open."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def restart(site: Site) -> None:
    """With the key files as they lie there now."""
    site.app.config.update(read_secrets(site.settings.keys))


def change_key(keys: Path) -> None:
    """As docs/deploying.md says."""
    (keys / "cookies.key").rename(keys / "cookies.old.key")


def test_a_new_key_keeps_who_is_signed_in_what_they_have_open_and_whose_device_it_is(
    site: Site, officer: Visitor
) -> None:
    open_form = officer.get("/account")
    with site.app.app_context():
        tag = owner_tag(PERSON)
    before = load_or_make_key(site.settings.keys / "cookies.key")

    change_key(site.settings.keys)
    restart(site)

    assert load_or_make_key(site.settings.keys / "cookies.key") != before
    assert open_form.submit("/preferences", language="en").status == 303
    assert officer.get("/account").status == 200
    with site.app.app_context():
        assert owner_tag(PERSON) == tag


def test_what_is_signed_from_then_on_needs_the_old_key_no_more_and_what_was_signed_with_it_ends_with_its_file(
    site: Site, officer: Visitor
) -> None:
    old = officer.client.get_cookie("course")
    change_key(site.settings.keys)
    restart(site)
    newcomer = site.visitor("ana@test.example")

    (site.settings.keys / "cookies.old.key").unlink()
    restart(site)

    assert old is not None
    assert newcomer.get("/account").status == 200
    assert re.match("/sign-in", officer.get("/account").location)


def test_an_old_key_that_is_none_stops_the_start(site: Site) -> None:
    (site.settings.keys / "cookies.old.key").write_bytes(b"short")

    with pytest.raises(ValueError, match="is not a key of 32 bytes"):
        read_secrets(site.settings.keys)


class _Ahead(TimestampSigner):
    """Signs by a clock that is a year ahead."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() + 365 * 24 * 3600


def test_a_clock_that_is_set_back_signs_nobody_out(site: Site, officer: Visitor) -> None:
    cookie = officer.client.get_cookie("course")
    serializer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert cookie is not None
    assert serializer is not None
    held = serializer.loads(cookie.value)
    serializer.signer = _Ahead

    officer.client.set_cookie("course", str(serializer.dumps(held)))

    assert officer.get("/account").status == 200
