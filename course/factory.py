"""The application, put together."""

import datetime as dt
import logging
import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from course import accounts, administer, api, author, cli, learn, review, supervise, train
from course.acts import factor_secrets, post, throttle, turns
from course.acts.factor_secrets import LOST, count_unopened
from course.base.config import Settings, read_settings
from course.base.learner_key import check_value, load_or_make_key
from course.base.production import refuse_unsafe_keys
from course.catalogue import Catalogues
from course.content.kept import KeptRecords
from course.content.library import Library, open_library
from course.integrations.recognition import Recogniser
from course.storage import meta, people
from course.storage.engine import Database
from course.storage.schema import serves
from course.web import (
    assets,
    compression,
    errors,
    feature,
    i18n,
    identity,
    measures,
    own_device,
    page,
    pictures,
    prose,
    security,
    sources,
    transaction,
)
from course.web.arrivals import BACK
from course.web.house import EXTENSION, House
from course.web.site import Site

_LOG = logging.getLogger(__name__)
_KEYS_OF_ACTS = (factor_secrets.KEY_FILE, post.KEY_FILE, throttle.KEY_FILE, turns.KEY_FILE)
"""Made at the first start, though they are needed later: machines whose keys were copied then have the same ones."""


def utc_now() -> dt.datetime:
    """The hour of this machine, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


def create_app(
    settings: Settings | None = None, *, library: Library | None = None, clock: Callable[[], dt.datetime] = utc_now
) -> Flask:
    """The application.

    Raises RuntimeError, in one line that says what to do, for a foreign learner key, an unsafe database setting,
    demonstration people or unsafe keys in production, or a route without a permission. A database without its tables
    is only warned of, since the command that makes them needs the application.
    """
    settings = settings or read_settings()
    kept_in = settings.kept_for_commands if _is_command() else settings.kept_library
    house = open_house(settings, library or open_library(settings.library, kept_in), clock)
    app = Site("course", static_folder=None, template_folder="web/templates")
    app.extensions[EXTENSION] = house
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    compression.install(app)
    measures.install(app)
    transaction.install(app)
    security.install(app, settings)
    identity.install(app)
    i18n.install(app)
    own_device.install(app, settings.keys)
    page.install(app)
    prose.install(app)
    pictures.install(app)
    sources.install(app)
    errors.install(app)
    for area in (learn, train, author, review, supervise, administer, accounts, api):
        for blueprint in area.FEATURES:
            app.register_blueprint(blueprint)
    feature.install(app)
    cli.install(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.wsgi_app = assets.serve_static(app.wsgi_app, security.headers_of_files(settings))  # type: ignore[method-assign]
    return app


def open_house(settings: Settings, library: Library, clock: Callable[[], dt.datetime] = utc_now) -> House:
    """The database with its settings and its learner key checked, and the documents. Raises RuntimeError as above."""
    if settings.is_production and settings.keys.exists():
        refuse_unsafe_keys(settings.keys)
    database = Database(settings.url, completion_role=settings.completion_role)
    key = load_or_make_key(settings.keys / "learner.key")
    has_tables = _has_tables(database)
    if has_tables:
        try:
            _check(database, key, settings)
        except RuntimeError:
            database.close()
            raise
    elif not _is_command():
        _LOG.warning("the database has not all of its tables: run `flask --app app database migrate`")
    for name in _KEYS_OF_ACTS:
        load_or_make_key(settings.keys / name)
    for problem in library.problems:
        if problem.fatal and not _is_command():
            _LOG.warning("left out: %s:%s: %s", problem.where, problem.line, problem.in_words(str))
    kept = KeptRecords(settings.kept_library / "published")
    catalogues = Catalogues(library, requires_signatures=settings.requires_signatures, kept=kept)
    if has_tables and not _is_command():
        with database.read() as session:
            catalogues.follow(session, clock())  # what must be judged anew is judged before anybody waits for a page
    return House(settings, database, catalogues, clock, key, _recognisers(settings))


def _recognisers(settings: Settings) -> tuple[Recogniser, ...]:
    if not settings.providers:
        return ()
    from course.integrations.single_sign_on import Provider  # what it needs is loaded where it is used

    return tuple(Provider(one, f"{settings.public_url}{BACK}") for one in settings.providers)


def _is_command() -> bool:
    """Whether this is `flask ...`: a command says itself what is wrong, in the language of whoever asked."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def _has_tables(database: Database) -> bool:
    """Whether there are the tables this release needs. Asking makes no file: some commands need no database."""
    is_there = not database.is_sqlite or Path(database.url.database or "").exists()
    return is_there and serves(database)


def _check(database: Database, key: bytes, settings: Settings) -> None:
    database.assert_settings()
    _check_key(database, key)
    if not _is_command():
        _check_confinement(database, settings)
        _check_factors(database, settings.keys)
    if settings.is_production:
        with database.read() as session:
            if people.has_demonstration_people(session):
                raise RuntimeError("production refuses demonstration people: start on a database of its own")


def _check_confinement(database: Database, settings: Settings) -> None:
    """Production says when nothing but our own code keeps supervisors from answers; a role must be there."""
    if not database.is_confining and settings.is_production:
        _LOG.warning("COURSE_COMPLETION_ROLE is empty: see `flask --app app database grants`")
    try:
        with database.write(confined=True) as session:
            meta.remove_value(session, "", b"")  # there is none: the right to is what is tried
    except DBAPIError as error:
        role = settings.completion_role
        raise RuntimeError(f"the role {role!r} cannot work: run `flask --app app database grants`") from error


def _check_factors(database: Database, keys: Path) -> None:
    """A second step that can no longer be taken is told at the start, and not by each person at the door."""
    with database.read() as session:
        unopened = count_unopened(session, keys)
    if unopened:
        _LOG.warning(LOST, unopened)


def _check_key(database: Database, key: bytes) -> None:
    with database.write() as session:
        kept = meta.find_learner_key_check(session)
        if kept is None:
            meta.set_learner_key_check(session, check_value(key))
        elif kept != check_value(key):
            raise RuntimeError("keys/learner.key is not the key of this database: restore it from its own backup")
