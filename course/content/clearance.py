"""Whether three parties stand behind a text: what each said of exactly this one, and whether it may be published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Party = Literal["police", "equality-body", "civil-society"]
PARTIES: Final[tuple[Party, ...]] = get_args(Party)
Stand = Literal["agree", "dissent", "refuse"]


@dataclass(frozen=True)
class Signed:
    """What a party says: it agrees, agrees with a dissent that readers are shown, or refuses; the last two say why."""

    stand: Stand
    reason: str = ""


@dataclass(frozen=True)
class Clearance:
    """What is signed of one text. A translation is signed once, by somebody who reads both languages."""

    parties: Mapping[Party, Signed] = field(default_factory=dict)
    is_translation_signed: bool = True
    """True also of a text that has no translation."""

    @property
    def waiting(self) -> tuple[Party, ...]:
        """The parties that said nothing yet."""
        return tuple(party for party in PARTIES if party not in self.parties)

    @property
    def refused(self) -> Mapping[Party, str]:
        """The parties that refuse, and why."""
        return {party: signed.reason for party, signed in self.parties.items() if signed.stand == "refuse"}

    @property
    def dissents(self) -> Mapping[Party, str]:
        """The parties that agree and say in what they do not: "these three do not agree, and why"."""
        return {party: signed.reason for party, signed in self.parties.items() if signed.stand == "dissent"}

    @property
    def is_signed(self) -> bool:
        """Whether all three parties agree, with or without a dissent, and the translation was signed too."""
        return not self.waiting and not self.refused and self.is_translation_signed
