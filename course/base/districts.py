"""The districts of Portugal in which a session may lie, by id: eighteen on the mainland, and the two regions."""

import unicodedata
from collections.abc import Mapping
from typing import Final

DISTRICTS: Final[Mapping[str, str]] = {
    "aveiro": "Aveiro",
    "beja": "Beja",
    "braga": "Braga",
    "braganca": "Bragança",
    "castelo-branco": "Castelo Branco",
    "coimbra": "Coimbra",
    "evora": "Évora",
    "faro": "Faro",
    "guarda": "Guarda",
    "leiria": "Leiria",
    "lisboa": "Lisboa",
    "portalegre": "Portalegre",
    "porto": "Porto",
    "santarem": "Santarém",
    "setubal": "Setúbal",
    "viana-do-castelo": "Viana do Castelo",
    "vila-real": "Vila Real",
    "viseu": "Viseu",
    "acores": "Açores",
    "madeira": "Madeira",
}
"""Id -> name, which is the same in both languages."""


def read_district(text: str) -> str | None:
    """The id of the district whose name or id was typed, with or without accents and capitals; None for any other."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    id_ = "-".join(bare.lower().replace("-", " ").split())
    return id_ if id_ in DISTRICTS else None
