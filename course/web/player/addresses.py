"""Where the pages of a case, a module or a quiz are: of an officer's own, or of a preview."""

from abc import ABC, abstractmethod


class CaseAddresses(ABC):
    """The pages and forms of a road through a case. Decisions are numbered from 1."""

    @property
    @abstractmethod
    def opening(self) -> str:
        """What the case is about: the page to which one leaves it."""

    @property
    @abstractmethod
    def play(self) -> str:
        """Where the form is sent that begins a road."""

    @abstractmethod
    def decide(self, number: int) -> str:
        """The scene of that decision; the form that takes it is sent there too."""

    @abstractmethod
    def consequence(self, number: int) -> str:
        """What came of that decision."""

    @property
    @abstractmethod
    def ending(self) -> str:
        """The end of the road."""

    @abstractmethod
    def seat(self, seat: str) -> str:
        """The road as that seat tells it."""

    @property
    @abstractmethod
    def go_back(self) -> str:
        """Where the form is sent that decides differently from a `number` on."""
