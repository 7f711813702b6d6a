"""The order of names in a list, the same on both databases: neither sorts Portuguese by itself."""

import unicodedata


def alphabetical(name: str) -> tuple[str, str]:
    """What to sort a name by: Álvaro stands beside Alvaro, not after Zulmira. The name itself settles a tie."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), name
