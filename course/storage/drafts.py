"""Drafts: opened, saved by whoever saw the last version, shared, and kept as they were."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.inserts import insert_new, insert_or_change
from course.storage.models import DocumentKind, Draft, DraftMember, DraftVersion, Person, Submission

Files = Mapping[str, str]
"""File name -> text."""


@dataclass(frozen=True, kw_only=True)
class ListedDraft:
    """A draft as a list shows it, without its text."""

    id: bytes
    kind: DocumentKind
    document: str
    version: int
    changed_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody on a draft, by the name under which colleagues know them."""

    person_id: bytes
    name: str
    may_open: bool
    has_written: bool


@dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """A version as a list shows it; `by` is empty where the person is gone."""

    version: int
    saved_at: dt.datetime
    by: str


def add(
    session: Session,
    kind: DocumentKind,
    document: str,
    files: Files,
    *,
    based_on: str | None,
    person_id: bytes,
    earlier_authors: Collection[bytes],
    now: dt.datetime,
    today: dt.date,
) -> bytes:
    """The id of a new draft of that person. `earlier_authors` wrote the text it begins from: they do not see it, and
    are its authors all the same."""
    id_ = new_id()
    session.add(
        Draft(
            id=id_,
            kind=kind,
            document=document,
            version=1,
            files=dict(files),
            based_on=based_on,
            opened_on=today,
            changed_at=now,
        )
    )
    session.flush()
    members = dict.fromkeys(earlier_authors, False) | {person_id: True}
    session.add_all(
        DraftMember(draft_id=id_, person_id=person, may_open=may_open, has_written=True, since=today)
        for person, may_open in members.items()
    )
    session.flush()
    _keep_version(session, id_, 1, files, person_id=person_id, now=now)
    return id_


def find(session: Session, id_: bytes) -> Draft | None:
    """The draft with its text, as the database has it now."""
    return session.scalar(select(Draft).where(Draft.id == id_).execution_options(populate_existing=True))


def find_for(session: Session, id_: bytes, person_id: bytes) -> Draft | None:
    """The draft with its text, as the database has it now, if that person may open it."""
    member = select(DraftMember.draft_id).where(
        DraftMember.draft_id == id_, DraftMember.person_id == person_id, DraftMember.may_open
    )
    statement = select(Draft).where(Draft.id == id_, member.exists())
    return session.scalar(statement.execution_options(populate_existing=True))


def save(
    session: Session,
    id_: bytes,
    based_on_version: int,
    files: Files,
    *,
    person_id: bytes,
    keep: bool,
    now: dt.datetime,
    today: dt.date,
) -> int | None:
    """The number of the new version; None, and nothing changed, where another one than `based_on_version` stands.

    With `keep` it can be gone back to. Whoever saves is an author from now on.
    """
    changed = (
        update(Draft)
        .where(Draft.id == id_, Draft.version == based_on_version)
        .values(version=Draft.version + 1, files=dict(files), changed_at=now)
        .returning(Draft.version)
        .execution_options(synchronize_session=False)
    )
    version = session.scalars(changed).one_or_none()
    if version is None:
        return None
    member = {"draft_id": id_, "person_id": person_id, "may_open": True, "has_written": True, "since": today}
    insert_or_change(session, DraftMember, member, {"has_written": True})
    if keep:
        _keep_version(session, id_, version, files, person_id=person_id, now=now)
    return version


def keep(session: Session, draft: Draft, person_id: bytes | None, now: dt.datetime) -> None:
    """Keep the version that stands, so that it can be gone back to; nothing where it is kept."""
    _keep_version(session, draft.id, draft.version, draft.files, person_id=person_id, now=now)


def _keep_version(
    session: Session, id_: bytes, version: int, files: Files, *, person_id: bytes | None, now: dt.datetime
) -> None:
    insert_new(
        session, DraftVersion, draft_id=id_, version=version, files=dict(files), person_id=person_id, saved_at=now
    )


def list_versions(session: Session, id_: bytes) -> Sequence[KeptVersion]:
    """The kept versions, the last first, without their texts."""
    statement = (
        select(DraftVersion.version, DraftVersion.saved_at, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == DraftVersion.person_id)
        .where(DraftVersion.draft_id == id_)
        .order_by(DraftVersion.version.desc())
    )
    return [
        KeptVersion(version=version, saved_at=saved_at, by=by) for version, saved_at, by in session.execute(statement)
    ]


def find_last_kept(session: Session, id_: bytes) -> DraftVersion | None:
    """The last version that can be gone back to."""
    of_draft = select(DraftVersion).where(DraftVersion.draft_id == id_)
    return session.scalar(of_draft.order_by(DraftVersion.version.desc()).limit(1))


def is_named(session: Session, kind: DocumentKind, document: str) -> bool:
    """Whether there is a draft of that document."""
    return session.scalar(select(Draft.id).where(Draft.kind == kind, Draft.document == document).limit(1)) is not None


def find_version(session: Session, id_: bytes, version: int) -> Files | None:
    """The files of a kept version."""
    kept = session.get(DraftVersion, (id_, version))
    return kept.files if kept else None


def list_files_of_versions(session: Session, id_: bytes) -> Sequence[Files]:
    """The files of all kept versions of a draft."""
    return session.scalars(select(DraftVersion.files).where(DraftVersion.draft_id == id_)).all()


def list_of_person(session: Session, person_id: bytes) -> Sequence[ListedDraft]:
    """The drafts that the person may open, the last changed first."""
    statement = (
        select(Draft.id, Draft.kind, Draft.document, Draft.version, Draft.changed_at)
        .join(DraftMember, DraftMember.draft_id == Draft.id)
        .where(DraftMember.person_id == person_id, DraftMember.may_open)
        .order_by(Draft.changed_at.desc(), Draft.id)
    )
    return [
        ListedDraft(id=id_, kind=kind, document=document, version=version, changed_at=changed_at)
        for id_, kind, document, version, changed_at in session.execute(statement)
    ]


def list_files_of_person(session: Session, person_id: bytes, kind: DocumentKind, document: str) -> Sequence[Files]:
    """The files of those drafts of a document that the person may open."""
    statement = (
        select(Draft.files)
        .join(DraftMember, DraftMember.draft_id == Draft.id)
        .where(Draft.kind == kind, Draft.document == document)
        .where(DraftMember.person_id == person_id, DraftMember.may_open)
        .order_by(Draft.id)
    )
    return session.scalars(statement).all()


def list_members(session: Session, id_: bytes) -> Sequence[Member]:
    """Who is on the draft, by name."""
    statement = (
        select(Person.id, Person.name, DraftMember.may_open, DraftMember.has_written)
        .join(Person, Person.id == DraftMember.person_id)
        .where(DraftMember.draft_id == id_)
        .order_by(Person.name, Person.id)
    )
    return [
        Member(person_id=person_id, name=name, may_open=may_open, has_written=has_written)
        for person_id, name, may_open, has_written in session.execute(statement)
    ]


def share(session: Session, id_: bytes, person_id: bytes, today: dt.date) -> None:
    """Let the person open it and write in it."""
    member = {"draft_id": id_, "person_id": person_id, "may_open": True, "has_written": False, "since": today}
    insert_or_change(session, DraftMember, member, {"may_open": True})


def authors_of_draft(session: Session, id_: bytes) -> frozenset[bytes]:
    """Who wrote in the draft, or in a text from which it was begun."""
    wrote = (DraftMember.draft_id == id_, DraftMember.has_written)
    return frozenset(session.scalars(select(DraftMember.person_id).where(*wrote)))


def authors_of_text(session: Session, kind: DocumentKind, *digests: str) -> frozenset[bytes]:
    """Who wrote a text with one of those digests, whole or without its translation, under whatever name it stands;
    nobody known of a shipped one."""
    of_text = select(Submission.draft_id).where(
        Submission.kind == kind,
        Submission.digest.in_(digests) | Submission.reference_digest.in_(digests),
    )
    wrote = (DraftMember.draft_id.in_(of_text), DraftMember.has_written)
    return frozenset(session.scalars(select(DraftMember.person_id).where(*wrote)))


def written_by(session: Session, person_id: bytes) -> frozenset[bytes]:
    """The ids of the drafts in which the person wrote, or from whose text they were begun."""
    wrote = (DraftMember.person_id == person_id, DraftMember.has_written)
    return frozenset(session.scalars(select(DraftMember.draft_id).where(*wrote)))


def remove(session: Session, id_: bytes) -> bool:
    """Delete the draft with its versions; False for one that was ever submitted, which stays as the record."""
    was_submitted = select(Submission.id).where(Submission.draft_id == Draft.id).exists()
    gone = (
        delete(Draft)
        .where(Draft.id == id_, ~was_submitted)
        .returning(Draft.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(gone).one_or_none() is not None
