"""Every setting of the application, one line each, read from the environment once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an instance was told. `docs/deploying.md` explains each; a test compares the two."""

    environment: Literal["development", "production"] = "development"  # COURSE_ENV
    instance: Path = Path("instance")  # COURSE_INSTANCE: folder of the embedded database and the keys
    database_url: str = ""  # COURSE_DATABASE_URL: empty means SQLite in the instance folder
    library: Path = ROOT  # COURSE_LIBRARY: the folder that holds modules/ cases/ quizzes/ registers/
    demo_password: str = ""  # COURSE_DEMO_PASSWORD: of the demonstration sign-ins; empty means generated and printed
    hosts: tuple[str, ...] = ()  # COURSE_HOSTS: names this site answers to, separated by commas; production needs one
    proxies: int = 0  # COURSE_PROXIES: how many reverse proxies of your own stand in front

    @property
    def is_production(self) -> bool:
        """Whether unsafe settings, demonstration people and cookies without Secure are refused."""
        return self.environment == "production"

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database_url or f"sqlite:///{self.instance.resolve() / 'course.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the key files: outside the database and its backups."""
        return self.instance / "keys"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises ValueError, in one line that says what to set, for an unsafe one."""
    environment = environ.get("COURSE_ENV") or "development"
    if environment not in {"development", "production"}:
        raise ValueError(f"COURSE_ENV is {environment!r}: set it to development or production")
    production = environment == "production"
    hosts = tuple(host.strip() for host in environ.get("COURSE_HOSTS", "").split(",") if host.strip())
    if production and not hosts:
        raise ValueError("COURSE_HOSTS is empty: name the hosts this site answers to, for example course.example")
    library = Path(environ.get("COURSE_LIBRARY") or ROOT)
    if not library.is_dir():
        raise ValueError(f"COURSE_LIBRARY is {str(library)!r}: name a folder that is there")
    proxies = environ.get("COURSE_PROXIES") or "0"
    if not re.fullmatch("[0-9]", proxies):
        raise ValueError(f"COURSE_PROXIES is {proxies!r}: set it to the number of your own reverse proxies, 0 to 9")
    return Settings(
        environment="production" if production else "development",
        instance=Path(environ.get("COURSE_INSTANCE") or "instance"),
        database_url=environ.get("COURSE_DATABASE_URL", ""),
        library=library,
        demo_password=environ.get("COURSE_DEMO_PASSWORD", ""),
        hosts=hosts,
        proxies=int(proxies),
    )
