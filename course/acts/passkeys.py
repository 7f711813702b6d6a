"""A person adds a passkey, or shows one (WebAuthn Level 3): the device signs what the server asks, once.

A passkey belongs to one address, so that no other site can ask for it. The device must have recognised its owner, by
a finger, a face or a number.
"""

import ipaddress
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from course.acts.finish_step import Finished, finish_set_up
from course.acts.show_factor import enter, note_failure, reread
from course.acts.step_desk import StepDesk, lock_to_change
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import factors, sign_ins

CHALLENGE_BYTES: Final = 32
LONGEST_NAME: Final = 60
LONGEST_ANSWER: Final = 8_192
"""Characters of what a browser gives for a passkey; with a key of 4,096 bits it has about three thousand."""
NAME: Final = "Terreno Comum"
_BAD: Final = (ValueError, KeyError, TypeError, RecursionError)
"""What an answer that no browser gives may raise beside the library's own refusals."""
_TRY_AGAIN: Final = N_("The device did not answer what was asked. Try again.")


@dataclass(frozen=True)
class Party:
    """This site as a passkey knows it: its host, and its address in the browser."""

    host: str
    origin: str


def find_party(public_url: str) -> Party | None:
    """The site at that address; None where the address has a number for a name, for which no browser makes passkeys."""
    host = urlsplit(public_url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Party(host, public_url)
    return None


def offer_passkey(desk: StepDesk, party: Party) -> str:
    """What the browser needs to make a passkey, as JSON. Raises as `lock_to_change`."""
    import webauthn  # a third of a second that only these pages need
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    who = lock_to_change(desk)
    kept = factors.passkeys_of(desk.session, who.person_id)
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=NAME,
        user_id=who.person_id,
        user_name=who.name,
        challenge=_challenge(desk),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in kept],
    )
    return webauthn.options_to_json(options)


def ask_for_passkey(desk: StepDesk, party: Party) -> str:
    """What the browser needs to show one, as JSON. Raises NotFound for who has none, and Conflict for a sign-in whose
    second step is not outstanding."""
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    who = reread(desk)
    kept = factors.passkeys_of(desk.session, who.person_id)
    if not kept:
        raise NotFound(N_("You have no passkey here. Show a code instead."))
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=_challenge(desk),
        allow_credentials=[PublicKeyCredentialDescriptor(id=row.credential_id) for row in kept],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def take_challenge(desk: StepDesk) -> bytes | None:
    """What was asked of the device in this sign-in. It is committed before the answer is looked at: an answer that is
    refused cannot be tried again."""
    return sign_ins.take_challenge(desk.session, desk.who.sign_in_id)


def add_passkey(desk: StepDesk, party: Party, challenge: bytes | None, name: str, answer: str) -> Finished:
    """Keep the passkey under that name. Raises Invalid without a name; Conflict for an answer to something else, and
    for a passkey that is kept already; and as `lock_to_change`."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    who = lock_to_change(desk, is_begun=True)
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Invalid(N_("The passkey was not added"), {"name": N_("Write a name by which you know the passkey again")})
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge or secrets.token_bytes(CHALLENGE_BYTES),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_BAD) as error:
        raise Conflict(_TRY_AGAIN) from error
    is_new = factors.add_passkey(
        desk.session,
        who.person_id,
        name=name,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        made_on=lisbon_day(desk.now),
    )
    if not is_new:
        raise Conflict(N_("This passkey is here already."))
    return finish_set_up(desk, who, by="passkey")


def show_passkey(desk: StepDesk, party: Party, challenge: bytes | None, answer: str) -> str:
    """The new token of the sign-in, which is whole from now on. Raises Conflict for an answer to something else, of
    another's passkey, or of a copy that counts less than what was counted."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    who = reread(desk)
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
        kept = factors.find_passkey(desk.session, who.person_id, credential.raw_id)
        if kept is None:
            raise ValueError("no passkey of theirs")
        shown = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge or secrets.token_bytes(CHALLENGE_BYTES),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
        if not factors.count_use(desk.session, kept.id, seen=kept.sign_count, told=shown.new_sign_count):
            raise ValueError("counted meanwhile")
    except (WebAuthnException, *_BAD) as error:
        note_failure(desk, "passkey")
        raise Conflict(_TRY_AGAIN) from error
    return enter(desk, who, "passkey")


def _challenge(desk: StepDesk) -> bytes:
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    sign_ins.put_challenge(desk.session, desk.who.sign_in_id, challenge)
    return challenge
