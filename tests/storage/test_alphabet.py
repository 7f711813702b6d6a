from course.storage.alphabet import alphabetical


def test_names_sort_as_portuguese_readers_expect() -> None:
    names = ["Zulmira", "Óscar", "ana", "Álvaro", "Ana", "Alvaro", "Conceição", "Conceicao B"]

    assert sorted(names, key=alphabetical) == [
        "Alvaro",
        "Álvaro",
        "Ana",
        "ana",
        "Conceição",
        "Conceicao B",
        "Óscar",
        "Zulmira",
    ]
