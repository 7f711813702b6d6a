"""The fields about a person in a form: what was sent, and what stands in them."""

from flask import request

from course.acts.keep_person import PersonForm
from course.storage.models import Person


def sent_person() -> PersonForm:
    """What was written."""
    name, number, email, language = (request.form.get(field, "") for field in ("name", "number", "email", "language"))
    return PersonForm(name=name, number=number, email=email, language=language)


def typed_person(person: Person | None = None) -> dict[str, str | None]:
    """What stands in the fields: what was written if the form was sent, else what is kept of the person."""
    if "name" in request.form or person is None:
        given = sent_person()
        return {"name": given.name, "number": given.number, "email": given.email, "language": given.language or "pt"}
    return {
        "name": person.name,
        "number": person.service_number,
        "email": person.email,
        "language": person.language,
    }
