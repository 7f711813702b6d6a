"""The least that could be done: a Flask page of the same bytes, one row kept durably, one password looked at.

`python -m bench.bare FOLDER`: serves each `*.html` of the folder at its name, POST `/row` and POST `/password`, on PORT
of this machine. The work of the pages is measured by it.
"""

import os
import sqlite3
import sys
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader
from waitress import serve
from werkzeug.wrappers import Response

from course.acts.sign_in import hash_password
from course.serve import THREADS
from course.storage.engine import SQLITE_SETTINGS

PAGE = "{% for line in lines %}{{ line|safe }}\n{% endfor %}"
WORDS = "correct horse battery"


def make_app(folder: Path) -> Flask:
    """The application."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    pages = {file.stem: file.read_text(encoding="utf-8").splitlines() for file in folder.glob("*.html")}
    file, kept = folder / "rows.db", hash_password(WORDS)
    with _open(file) as database:
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")

    @app.get("/<name>")
    def show(name: str) -> str:
        return render_template("page.html", lines=pages[name])

    @app.post("/row")
    def keep() -> Response:
        with _open(file) as database:
            database.execute("INSERT INTO row (text) VALUES (?)", (request.form["text"],))
        return redirect("/row", 303)

    @app.post("/password")
    def look() -> Response:
        PasswordHasher().verify(kept, request.form["text"])
        return redirect("/row", 303)

    return app


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file)
    for name, value in SQLITE_SETTINGS.items():
        database.execute(f"PRAGMA {name} = {value}")
    return database


if __name__ == "__main__":
    serve(make_app(Path(sys.argv[1])), host="127.0.0.1", port=int(os.environ["PORT"]), threads=THREADS, ident=None)
