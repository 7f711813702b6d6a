import pytest

from course.base.languages import HTML_LANG, LANGUAGES, LOCALES, N_, REFERENCE, as_language


def test_portuguese_is_the_reference_and_english_is_the_other() -> None:
    assert (LANGUAGES, REFERENCE) == (("pt", "en"), "pt")
    assert (LOCALES, HTML_LANG) == ({"pt": "pt_PT", "en": "en_GB"}, {"pt": "pt-PT", "en": "en"})


@pytest.mark.parametrize(
    ("code", "language"),
    [("pt", "pt"), ("en", "en"), ("PT", None), ("pt-PT", None), ("fr", None), ("", None), (None, None)],
)
def test_only_the_codes_of_the_course_are_languages(code: str | None, language: str | None) -> None:
    assert as_language(code) == language


def test_marking_a_message_leaves_it_as_it_is() -> None:
    assert N_("Not found") == "Not found"
