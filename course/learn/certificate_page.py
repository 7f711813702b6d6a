"""One's own certificates, on the page, on paper and as a file; and what others recorded of one's work on paper."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirection

from course.acts.certify import Standing, end_certificate, make_certificate, standing_in
from course.acts.contest_completion import contest_completion
from course.base.languages import N_
from course.base.refusals import NotFound
from course.learn.feature import feature
from course.storage import certificates, completions, paper
from course.storage.models import Certificate
from course.storage.paper import PaperRecord
from course.web.house import catalogue, house
from course.web.identity import actor, desk
from course.web.pdf import as_download, make_pdf
from course.web.qr import QrCode, qr_code
from course.web.tracks import module_title, track_title
from course.web.transaction import session, set_down


@dataclass(frozen=True)
class Sheet:
    """What stands on a certificate: name, course, modules, day, code; `address` is where it is verified."""

    name: str
    title: str
    modules: int
    date: dt.date
    code: str
    qr: QrCode
    address: str


@dataclass(frozen=True)
class Row:
    """A track in the list: how far one is, and the certificate there is."""

    id: str
    title: str
    standing: Standing
    certificate: Certificate | None


@feature.page("/record/certificates", permission="own-certificate")
def list_certificates() -> str:
    """The tracks with what is missing of each, the certificates made, and what was recorded on paper."""
    recorded = paper.of_person(session(), actor().person_id)
    records = [(module_title(module), record) for module, record in recorded.items()]
    return render_template("learn/certificates.html", rows=_rows(recorded), records=records)


@feature.page("/record/certificates/<track_id>", permission="own-certificate")
def show_certificate(track_id: str) -> str:
    """The certificate as it is printed; before it is made, what it will say and to whom."""
    made = certificates.of_person(session(), actor().person_id).get(track_id)
    if made is None and track_id not in catalogue().tracks_for(actor().audience):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return render_template(
        "learn/certificate.html",
        id=track_id,
        title_of_track=track_title(track_id),
        sheet=_sheet(made) if made else None,
        standing=None if made else _standing(track_id),
        has_no_pdf=request.args.get("pdf") == "none",
    )


@feature.page("/record/certificates/<track_id>.pdf", permission="own-certificate")
def download_certificate(track_id: str) -> Response | Redirection:
    """The same as a file; where none can be made, back to the page, which says so."""
    made = certificates.of_person(session(), actor().person_id).get(track_id)
    if made is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    html = render_template("learn/certificate_file.html", sheet=_sheet(made))
    set_down()
    file = make_pdf(html)
    if file is None:
        return redirect(url_for("learn.show_certificate", track_id=track_id, pdf="none"), 303)
    return as_download(file, f"{made.track}.pdf")


@feature.act("/record/certificates/<track_id>", permission="own-certificate")
def make(track_id: str) -> Redirection:
    """Have the certificate made."""
    make_certificate(desk(), track_id)
    return redirect(url_for("learn.show_certificate", track_id=track_id), 303)


@feature.act("/record/certificates/<track_id>/end", permission="own-certificate")
def end(track_id: str) -> Redirection:
    """Let its code verify nothing any more."""
    end_certificate(desk(), track_id)
    return redirect(url_for("learn.list_certificates"), 303)


@feature.act("/record/paper/<module_id>/objection", permission="contest-completion")
def contest(module_id: str) -> Redirection:
    """Say that what was recorded on paper is not so."""
    contest_completion(desk(), module_id)
    return redirect(url_for("learn.list_certificates", _anchor="paper"), 303)


def _standing(track: str) -> Standing:
    who = actor().person_id
    return standing_in(catalogue(), track, completions.of_person(session(), who), paper.of_person(session(), who))


def _rows(recorded: Mapping[str, PaperRecord]) -> list[Row]:
    """The tracks of one's audience, and any other of which there is a certificate."""
    made = certificates.of_person(session(), actor().person_id)
    dates = completions.of_person(session(), actor().person_id)
    tracks = dict.fromkeys([*catalogue().tracks_for(actor().audience), *made])
    return [Row(id_, track_title(id_), standing_in(catalogue(), id_, dates, recorded), made.get(id_)) for id_ in tracks]


def _sheet(made: Certificate) -> Sheet:
    url = house().settings.public_url + url_for("library.verify", certificate=made.code)
    site = urlsplit(house().settings.public_url).netloc
    return Sheet(
        name=actor().name,
        title=track_title(made.track),
        modules=len(made.modules),
        date=made.date,
        code=made.code,
        qr=qr_code(url),
        address=site + url_for("library.show_verification"),
    )
