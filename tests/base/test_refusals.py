import pytest

from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal


@pytest.mark.parametrize(
    ("kind", "status"), [(Refusal, 400), (NotFound, 404), (NotAllowed, 403), (Conflict, 409), (Invalid, 422)]
)
def test_a_refusal_has_its_status_its_message_and_its_values(kind: type[Refusal], status: int) -> None:
    refusal = kind("No %(what)s.", what="session")

    assert (refusal.status, refusal.message, dict(refusal.values)) == (status, "No %(what)s.", {"what": "session"})


def test_what_is_invalid_says_what_to_mend_by_field() -> None:
    refusal = Invalid("Mend it.", {"name": "Too long."}, most="60")

    assert (dict(refusal.fields), dict(refusal.values)) == ({"name": "Too long."}, {"most": "60"})
    assert dict(Invalid("Mend it.").fields) == {}
