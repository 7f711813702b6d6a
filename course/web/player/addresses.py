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


class ModuleAddresses(ABC):
    """The pages and forms of a module."""

    @property
    @abstractmethod
    def cover(self) -> str:
        """What it is about, with its steps."""

    @property
    @abstractmethod
    def start(self) -> str:
        """Where the form is sent that begins it."""

    @abstractmethod
    def section(self, section_id: str) -> str:
        """A section."""

    @abstractmethod
    def left(self, section_id: str) -> str:
        """Where the form is sent that leaves a section behind, into its case if it has one."""

    @abstractmethod
    def passed(self, section_id: str) -> str:
        """Where the form is sent that goes on past the case of a section."""

    @abstractmethod
    def check(self, section_id: str, check_id: str) -> str:
        """Where the answer to a check is sent."""

    @abstractmethod
    def case(self, case_id: str) -> str:
        """The case that is played in a section."""

    @abstractmethod
    def quiz(self, quiz_id: str) -> str:
        """The quiz that closes the module."""

    @property
    def kept_beside(self) -> tuple[str, ...]:
        """What one's own device keeps beside a page of the module."""
        return ()


class QuizAddresses(ABC):
    """The pages and forms of an attempt at a quiz. Questions are numbered from 1."""

    @property
    @abstractmethod
    def opening(self) -> str:
        """What is asked and how it counts."""

    @property
    @abstractmethod
    def start(self) -> str:
        """Where the form is sent that begins."""

    @abstractmethod
    def question(self, number: int) -> str:
        """A question; its answer is sent there too."""

    @property
    @abstractmethod
    def review(self) -> str:
        """What is answered and what is not, before handing in."""

    @property
    @abstractmethod
    def result(self) -> str:
        """What the answers were worth, and why."""

    @abstractmethod
    def exercise(self, question_id: str) -> str:
        """An exercise beside the quiz; what somebody writes is sent there too."""

    def mistake(self, _number: int) -> str:
        """Where a mistake in that question is reported; empty where none can be."""
        return ""
