"""The WSGI object."""

from course.factory import create_app

app = create_app()
