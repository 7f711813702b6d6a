"""The WSGI object."""

from course.base.config import read_settings
from course.base.journal import keep
from course.factory import create_app

settings = read_settings()
keep(settings.log)
app = create_app(settings)
