"""Whoever keeps passwords in a program of their own pastes them, or lets it fill the fields in."""

import pytest
from live import Windows
from passwords import PASSWORD
from served import Server

FIELDS = {
    "/sign-in": {"identifier": "username", "password": "current-password"},
    "/sign-in/code": {"identifier": "username", "password": "new-password"},
}


@pytest.mark.browser
def test_a_password_is_pasted_and_each_field_says_what_it_is_for(windows: Windows, server: Server) -> None:
    window = windows.open(server, width=390)
    pasted, meant = {}, {}
    for path, fields in FIELDS.items():
        window.open(path)
        names = {name: window.page.locator(f'main input[name="{name}"]') for name in fields}
        names["identifier"].fill(PASSWORD)
        names["identifier"].press("Control+A")
        names["identifier"].press("Control+C")
        names["password"].press("Control+V")
        pasted[path] = names["password"].input_value()
        meant[path] = {name: field.get_attribute("autocomplete") for name, field in names.items()}

    assert (pasted, meant) == (dict.fromkeys(FIELDS, PASSWORD), FIELDS)
