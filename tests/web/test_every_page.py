"""What holds for the frame of pages, and for every field for a password."""

from site_of_tests import Site

from course.storage.models import ROLES


def test_whoever_is_signed_in_can_sign_out_from_where_they_are(site: Site) -> None:
    unit = site.add_organisation()
    seen = {}
    for role in ROLES:
        email = f"{role}@test.example"
        site.add_person(unit, email, (role,), body="police" if role == "reviewer" else None)
        visitor = site.visitor(email)
        for path in ("/", "/account", "/library", "/nothing-here"):
            page = visitor.get(path)
            page = visitor.follow(page) if page.status == 303 else page
            seen[role, path] = "/sign-out" in page.actions()

    assert seen == dict.fromkeys(seen, True)


def test_a_password_is_typed_unseen_and_by_a_password_manager(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    visitor, stranger = site.visitor("ana@test.example"), site.visitor()

    pages = [visitor.get("/account"), *map(stranger.get, ("/sign-in", "/sign-in/code"))]
    fields = [
        (page.path, field.get("type"), field.get("autocomplete"), field.get("readonly"), field.get("maxlength"))
        for page in pages
        for field in page.tree.iter("input")
        if field.get("name") in {"password", "present"} or field.get("type") == "password"
    ]

    assert fields == [
        ("/account", "password", "current-password", None, None),
        ("/account", "password", "new-password", None, None),
        ("/sign-in", "password", "current-password", None, None),
        ("/sign-in/code", "password", "new-password", None, None),
    ]
