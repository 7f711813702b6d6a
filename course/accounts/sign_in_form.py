"""The page to sign in, as more than one way leads to it."""

from flask import render_template, request, url_for

from course.accounts import who_form
from course.base.ids import as_text
from course.base.refusals import Conflict, Invalid
from course.web.arrivals import recognisers
from course.web.forms import own_path
from course.web.own_device import KB_OF_A_PART


def sign_in_form(refusal: Invalid | Conflict | None, *, wanted: str | None = None) -> str:
    """The form, with what is to be mended; `wanted` is the page to go to afterwards."""
    wanted = own_path(wanted or request.values.get("next")) or ""
    return render_template(
        "accounts/sign_in.html",
        **who_form.of_form(refusal),
        next=wanted,
        ways=[
            (name, url_for("accounts.depart", organisation_id=as_text(id_), next=wanted or None))
            for id_, (name, _) in recognisers().items()
        ],
        sign_out_url=_sign_out_url(),
        is_unsent="unsent" in request.args,
        is_signed_out="signed_out" in request.args,
        is_own_device="own_device" in request.form,
        kb_of_a_part=KB_OF_A_PART,
    )


def _sign_out_url() -> str:
    """Where whoever came in through their organisation ends the sign-in there too: on a shared desk it matters."""
    through = request.args.get("through", "")
    found = next((one for id_, (_, one) in recognisers().items() if as_text(id_) == through), None)
    return found.sign_out_url(url_for("accounts.show_sign_in", _external=True)) if found else ""
