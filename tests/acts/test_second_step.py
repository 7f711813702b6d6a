"""A second factor: an app confirmed by a code, codes that work once, limits that nobody else can use up, recovery."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from databases import race
from desks import NOW
from rows import a_person
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from steps import MINUTE, a_step, code_at, come_in, set_up, show

from course.acts.change_factors import drop_app, renew_recovery_codes
from course.acts.door import Caller
from course.acts.factor_secrets import KEY_FILE
from course.acts.finish_step import Finished
from course.acts.make_administrator import make_administrator
from course.acts.set_up_app import begin_app, confirm_app, find_new_app
from course.acts.show_factor import count_try, show_code
from course.acts.sign_in import id_of, sign_in
from course.acts.step_desk import Entrant, StepDesk, entrant_of, is_outstanding
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound, TooOften
from course.storage import factors, people, sign_ins, units
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail, RoleName, SignIn

TRAINER: tuple[RoleName, ...] = ("officer", "trainer")


def somebody(database: Database, roles: tuple[RoleName, ...] = TRAINER, email: str = "ana@test.example") -> bytes:
    """A person with these roles."""
    with database.write() as session:
        return a_person(session, email=email, roles=roles).id


def is_half(database: Database, token: str, *, required: bool = True) -> bool:
    """Whether that sign-in waits for its second step."""
    with database.read() as session:
        found = sign_ins.find_sign_in(session, id_of(token))
        assert found is not None
        return is_outstanding(entrant_of(found), required=required)


def entrant(database: Database, token: str) -> Entrant:
    """Who that sign-in is of."""
    with database.read() as session:
        found = sign_ins.find_sign_in(session, id_of(token))
        assert found is not None
        return entrant_of(found)


def desk_of(session: Session, who: Entrant, keys: Path, now: dt.datetime) -> StepDesk:
    """What a request of theirs is given."""
    return StepDesk(session, who, True, now, keys, lambda _: None)


def test_an_app_counts_from_its_first_right_code_and_ends_all_other_sign_ins(
    database: Database, tmp_path: Path
) -> None:
    ana = somebody(database)
    elsewhere, token = come_in(database, ana), come_in(database, ana)
    with a_step(database, tmp_path, token) as desk:
        begin_app(desk)
        app = find_new_app(desk)
        assert app is not None
    with a_step(database, tmp_path, elsewhere) as desk:
        assert find_new_app(desk) is None
        with pytest.raises(Conflict):
            confirm_app(desk, code_at(app.secret, NOW))
    with a_step(database, tmp_path, token) as desk, pytest.raises(Invalid):
        confirm_app(desk, code_at(app.secret, NOW + 2 * MINUTE))
    with database.read() as session:
        assert not factors.has_one(session, ana)

    with a_step(database, tmp_path, token) as desk:
        finished = confirm_app(desk, code_at(app.secret, NOW))

    with database.read() as session:
        assert [row.id for row in sign_ins.list_of_person(session, ana)] == [id_of(finished.token)]
        assert session.scalars(select(SignIn.new_secret)).all() == [None]
        assert session.scalars(select(Mail.kind)).all() == ["factor-changed"]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "factor-added")).one()
        assert (entry.person_id, entry.detail) == (ana, {"by": "app", "ended": 1})
    assert (len(finished.recovery_codes), is_half(database, finished.token)) == (10, False)


def test_a_code_works_once_and_within_one_step_of_half_a_minute_on_each_side(
    database: Database, tmp_path: Path
) -> None:
    ana = somebody(database)
    secret, *_ = set_up(database, tmp_path, come_in(database, ana))
    later = NOW + 10 * MINUTE
    step = dt.timedelta(seconds=30)

    for shown_at, is_heard in [
        (NOW, False),
        (later - 2 * step, False),
        (later - step, True),
        (later + 2 * step, False),
    ]:
        token = come_in(database, ana, later)
        if is_heard:
            assert not is_half(database, show(database, tmp_path, token, code_at(secret, shown_at), later))
        else:
            with pytest.raises(Invalid):
                show(database, tmp_path, token, code_at(secret, shown_at), later)
    token = come_in(database, ana, later)
    with pytest.raises(Invalid):
        show(database, tmp_path, token, code_at(secret, later - step), later)
    assert is_half(database, token)
    assert not is_half(database, show(database, tmp_path, token, code_at(secret, later), later))


def test_of_two_who_show_the_same_code_at_once_one_is_let_in(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)
    secret, *_ = set_up(database, tmp_path, come_in(database, ana))
    later = NOW + 10 * MINUTE
    tokens, code = [come_in(database, ana, later) for _ in range(2)], code_at(secret, later)
    who = [entrant(database, token) for token in tokens]

    came = race(
        database, *[lambda session, one=one: show_code(desk_of(session, one, tmp_path, later), code) for one in who]
    )

    assert sorted(type(one) is str for one in came) == [False, True]
    assert Invalid in came


def test_five_tries_in_five_minutes_twenty_an_hour_fifty_a_day_and_a_recovery_code_at_any_time(
    database: Database, tmp_path: Path
) -> None:
    ana = somebody(database)
    _, _, recovery = set_up(database, tmp_path, come_in(database, ana))
    day = NOW.replace(hour=0) + dt.timedelta(days=1)
    heard: list[dt.datetime] = []
    for minute in range(0, 20 * 60, 1):
        now = day + minute * MINUTE
        with suppress(TooOften), database.write() as session:
            count_try(session, tmp_path, ana, now)
            heard.append(now)

    def most(window: dt.timedelta) -> int:
        begins = {one - (one - day) % window for one in heard}
        return max(sum(begin <= one < begin + window for one in heard) for begin in begins)

    assert [most(dt.timedelta(minutes=5)), most(dt.timedelta(hours=1)), len(heard)] == [5, 20, 50]
    evening = day + dt.timedelta(hours=20)
    token = come_in(database, ana, evening)
    with pytest.raises(TooOften):
        show(database, tmp_path, token, "000000", evening)
    assert not is_half(database, show(database, tmp_path, token, recovery[0].lower(), evening))


def test_of_many_codes_at_once_no_more_are_heard_than_the_limit_says(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)

    came = race(database, *[lambda session: count_try(session, tmp_path, ana, NOW)] * 8)

    assert (came.count(None), came.count(TooOften)) == (5, 3)


def test_a_recovery_code_works_once_and_new_ones_end_the_old(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)
    _, token, old = set_up(database, tmp_path, come_in(database, ana))
    token = show(database, tmp_path, come_in(database, ana), old[0], NOW)
    with pytest.raises(Invalid):
        show(database, tmp_path, come_in(database, ana), old[0], NOW)
    with database.read() as session:
        assert factors.count_recovery_codes(session, ana) == 9

    with a_step(database, tmp_path, token) as desk:
        new = renew_recovery_codes(desk)

    with pytest.raises(Invalid):
        show(database, tmp_path, come_in(database, ana), old[1], NOW)
    show(database, tmp_path, come_in(database, ana), new[0], NOW)
    with database.read() as session:
        assert factors.count_recovery_codes(session, ana) == 9


def test_who_is_asked(database: Database, tmp_path: Path) -> None:
    officer, trainer = somebody(database, ("officer",)), somebody(database, email="rui@test.example")
    tokens = [come_in(database, officer), come_in(database, trainer)]

    assert [is_half(database, token) for token in tokens] == [False, True]
    assert [is_half(database, token, required=False) for token in tokens] == [False, False]
    with database.write() as session:
        people.add_role(session, officer, "auditor")
        entered = sign_in(session, trainer, Caller("192.0.2.1"), NOW, through="organisation")
    assert [is_half(database, tokens[0]), is_half(database, entered)] == [True, False]
    with database.write() as session:
        people.remove_role(session, officer, "auditor")
    set_up(database, tmp_path, tokens[0], required=False)
    assert is_half(database, come_in(database, officer), required=False)


def test_a_sign_in_without_its_second_step_sets_up_and_takes_away_nothing(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)
    set_up(database, tmp_path, come_in(database, ana))
    token = come_in(database, ana)

    for act in (begin_app, drop_app, renew_recovery_codes, lambda desk: confirm_app(desk, "000000")):
        with a_step(database, tmp_path, token) as desk, pytest.raises(NotAllowed):
            act(desk)


def test_of_two_who_set_up_an_app_at_once_one_has_it(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)
    tokens = [come_in(database, ana) for _ in range(2)]
    codes = []
    for token in tokens:
        with a_step(database, tmp_path, token) as desk:
            begin_app(desk)
            app = find_new_app(desk)
            assert app is not None
            codes.append(code_at(app.secret, NOW))
    pairs = zip([entrant(database, token) for token in tokens], codes, strict=True)

    came = race(
        database,
        *[lambda session, one=one: confirm_app(desk_of(session, one[0], tmp_path, NOW), one[1]) for one in pairs],
    )

    assert sorted(isinstance(one, Finished) for one in came) == [False, True]
    assert NotAllowed in came  # its sign-in was ended by the other


def test_the_last_factor_stays_with_a_role_that_asks_for_one_and_an_old_sign_in_changes_none(
    database: Database, tmp_path: Path
) -> None:
    ana = somebody(database)
    _, token, _ = set_up(database, tmp_path, come_in(database, ana))

    with pytest.raises(Conflict), a_step(database, tmp_path, token) as desk:
        drop_app(desk)
    with a_step(database, tmp_path, token, now=NOW + 16 * MINUTE, required=False) as desk, pytest.raises(Conflict):
        drop_app(desk)
    with a_step(database, tmp_path, token, required=False) as desk:
        drop_app(desk)
    with a_step(database, tmp_path, token, required=False) as desk, pytest.raises(NotFound):
        renew_recovery_codes(desk)
    with database.read() as session:
        assert (factors.has_one(session, ana), factors.count_recovery_codes(session, ana)) == (False, 0)


def test_a_copy_of_the_database_opens_nothing(database: Database, tmp_path: Path) -> None:
    ana = somebody(database)
    secret, _, recovery = set_up(database, tmp_path / "keys", come_in(database, ana))
    later = NOW + 10 * MINUTE
    if database.is_sqlite:
        with database.write() as session:
            session.execute(select(1))
        file = Path(make_url(str(database.url)).database or "")
        kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        for marker in (secret, *recovery, *(code.replace("-", "") for code in recovery)):
            assert marker.encode() not in kept

    (tmp_path / "keys" / KEY_FILE).rename(tmp_path / "elsewhere.key")

    for code in (code_at(secret, later), recovery[0]):
        with pytest.raises(Invalid):
            show(database, tmp_path / "keys", come_in(database, ana, later), code, later)


def test_the_secret_of_one_does_not_open_for_another(database: Database, tmp_path: Path) -> None:
    ana, rui = somebody(database), somebody(database, email="rui@test.example")
    secret, *_ = set_up(database, tmp_path, come_in(database, ana))
    later = NOW + 10 * MINUTE
    with database.write() as session:
        app = factors.find_app(session, ana)
        assert app is not None
        factors.put_app(session, rui, app.sealed, last_step=0, made_on=app.made_on)

    with pytest.raises(Invalid):
        show(database, tmp_path, come_in(database, rui, later), code_at(secret, later), later)


def test_who_runs_the_server_makes_a_lost_administrator_one_who_sets_up_another(
    database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        ana = a_person(session, email="ana@test.example", roles=("administrator",))
        ana.service_number = "1001"
        unit = people.get_person(session, ana.id).organisation_id
        root = units.find_unit(session, unit)
        assert root is not None
        name = root.name
    _, token, _ = set_up(database, tmp_path, come_in(database, ana.id))

    with database.write() as session:
        make_administrator(session, tmp_path, name, "1001", NOW)

    with database.read() as session:
        assert not factors.has_one(session, ana.id)
        assert sign_ins.find_sign_in(session, id_of(token)) is None
        assert session.scalars(select(Mail.kind).order_by(Mail.kind)).all() == ["factor-changed", "factor-taken"]
