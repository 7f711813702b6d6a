"""A page for those who represent staff, in both languages: what is kept, what it is never used for, how to object."""

from functools import partial
from typing import Final

from course.base.languages import Language, translator
from course.made_docs.parts import written
from course.storage.inventory import retention_of

PAGES: Final[dict[Language, str]] = {"pt": "para-o-pessoal.md", "en": "for-staff.md"}
COLUMNS: Final[dict[Language, str]] = {"pt": "| O quê | Apaga-se |", "en": "| What | Goes |"}
KEPT: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("Conta e funções", "Account and roles", ("person", "role", "supervision", "delegation", "proposal")),
    (
        "Entradas, códigos e navegadores",
        "Sign-ins, codes and browsers",
        ("sign_in", "sign_in_code", "known_device"),
    ),
    (
        "Segundo fator: aplicação, códigos de recuperação e chaves de acesso",
        "Second factor: app, recovery codes and passkeys",
        ("authenticator", "recovery_code", "passkey"),
    ),
    (
        "Correio e lembretes",
        "Mail and reminders",
        ("outbox", "reminder", "finish_reminder", "refresher_wish", "summary_wish"),
    ),
    ("Falta de equipamento ou de tempo, se a disser", "Lack of a device or of time, where one says so", ("hindrance",)),
    ("Lugares, listas de espera, calendário", "Seats, waiting lists, calendar", ("seat", "waiting", "calendar_feed")),
    ("Faltas justificadas", "Apologies", ("apology",)),
    ("Presenças", "Attendance", ("attendance",)),
    (
        "Conclusão, também em papel; certificados",
        "Completion, on paper too; certificates",
        ("completion", "done_on_paper", "certificate"),
    ),
    ("Pedidos sobre os próprios dados", "Requests about one's own data", ("data_request",)),
    (
        "Respostas e resultados, sob código",
        "Answers and results, under a code",
        ("attempt", "answer", "outcome", "corrected_outcome"),
    ),
    ("Decisões nos casos, sob código", "Decisions in cases, under a code", ("case_run", "case_step")),
    ("Secções lidas, sob código", "Sections read, under a code", ("section_seen",)),
    ("Perguntas a que se volta, sob código", "Questions to come back to, under a code", ("refresher",)),
    (
        "Marca de ter contado num retrato; apagamento pedido",
        "Mark of being counted; erasure asked for",
        ("counted", "erasure"),
    ),
    (
        "Objeções e inquéritos até à sua hora; depois, sem autor",
        "Objections and surveys until their hour; then without an author",
        ("pending", "voice", "sheet"),
    ),
    (
        "De quem forma, escreve, revê ou administra",
        "Of those who train, write, review or administer",
        (
            "session_trainer",
            "people_file",
            "draft_member",
            "draft_version",
            "submission",
            "signature",
            "review_comment",
            "publication",
            "voiding",
        ),
    ),
    ("Registo de atos", "Log of acts", ("audit",)),
)
"""In Portuguese, in English, and the tables; a test holds them to what anybody finds of themselves."""


def staff_page(language: Language) -> str:
    """docs/para-o-pessoal.md and its English twin."""
    return written(PAGES[language], {"kept": partial(_kept, language)})


def _kept(language: Language) -> str:
    gettext = translator(language)
    lines = [COLUMNS[language], "|---|---|"]
    for portuguese, english, tables in KEPT:
        words = dict.fromkeys(gettext(word) for table in tables for word in retention_of(table))
        lines.append(f"| {portuguese if language == 'pt' else english} | {'; '.join(words)} |")
    return "\n".join(lines)
