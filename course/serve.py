"""`make run`: migrate, make the demonstration where there is nobody, and serve on 127.0.0.1."""

import logging
import os
import sys

from flask import Flask
from waitress import serve

from course.base.config import read_settings
from course.demonstration import PRINTED, is_needed, make_demonstration, new_password, set_password
from course.factory import create_app
from course.storage.migrate import upgrade
from course.web.house import EXTENSION, House

THREADS = 8


def main() -> None:
    """Serve until stopped. What cannot start says why in one line, and what to do."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    port = int(os.environ.get("PORT", "8000"))
    try:
        app = _make_app(port)
        serve(app, host="127.0.0.1", port=port, threads=THREADS, ident=None)
    except (ValueError, RuntimeError) as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}): choose another, for example PORT={port + 1} make run")


def _make_app(port: int) -> Flask:
    settings = read_settings()
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade(settings.url)
    app = create_app(settings)
    if not settings.is_production:
        _greet(app.extensions[EXTENSION], port)
    return app


def _greet(house: House, port: int) -> None:
    """Print the demonstration sign-ins; a password is generated at each start unless COURSE_DEMO_PASSWORD names one."""
    password = house.settings.demo_password or new_password()
    if is_needed(house):
        print("Making the demonstration (invented organisations and people)...", flush=True)
        make_demonstration(house, password)
    else:
        set_password(house, password)
    print(f"\nTerreno Comum: http://127.0.0.1:{port}/\n\nDemonstration sign-ins, all with the password {password}")
    for invented in PRINTED:
        print(f"  {invented.email:<26} {', '.join(invented.roles)}")
    print("\nStop with Ctrl+C.", flush=True)


if __name__ == "__main__":
    main()
