"""Bodies, organisations, persons, accounts, roles and competence: given, ended, erased."""

from datetime import date

import pytest

from certify.service.store import access, bodies, organisations, people
from certify.service.store.database import Database
from certify.service.store.errors import Dangling, Taken
from certify.service.store.organisations import like, search_key
from tests.service.store.planted import BODY, NOON, later, organisation, plant

pytestmark = pytest.mark.anyio


def account(id_: str, person: str, login: str) -> people.AccountRow:
    return people.AccountRow(id=id_, person=person, login=login, created_at=NOON)


async def test_a_body_is_there_once(database: Database) -> None:
    await plant(database)
    found = await bodies.body(database, BODY)
    assert found is not None
    assert (found.legal_name, found.time_zone, found.created_at) == (
        "Nordisk Platscertifiering",
        "Europe/Stockholm",
        NOON,
    )
    assert await bodies.bodies(database) == [found]
    assert await bodies.body(database, "other") is None
    with pytest.raises(Taken):
        await bodies.add_body(database, found)
    assert await bodies.change_body(database, BODY, legal_name="Nordisk II", address="Hamngatan 5")
    assert not await bodies.change_body(database, "other", legal_name="x", address="y")
    changed = await bodies.body(database, BODY)
    assert changed is not None
    assert (changed.legal_name, changed.address) == ("Nordisk II", "Hamngatan 5")


async def test_one_person_stops_issuing_and_two_lift_it(database: Database) -> None:
    await plant(database)
    stop = bodies.StopRow(body=BODY, reason="key lost", since=NOON, by="p-anna")
    assert await bodies.issuing_stops(database, BODY) == []
    assert not await bodies.lift(database, BODY, "p-bo")
    assert await bodies.stop_issuing(database, stop)
    assert not await bodies.stop_issuing(database, stop)
    assert await bodies.issuing_stops(database, BODY) == [stop]
    assert not await bodies.lift(database, BODY, "p-bo")
    assert await bodies.ask_to_lift(database, BODY, "p-anna", later(hours=1))
    assert not await bodies.ask_to_lift(database, BODY, "p-bo", later(hours=1))
    assert not await bodies.lift(database, BODY, "p-anna")
    assert len(await bodies.issuing_stops(database, BODY)) == 1
    assert await bodies.lift(database, BODY, "p-bo")
    assert await bodies.issuing_stops(database, BODY) == []


async def test_stopping_again_ends_a_request_to_lift(database: Database) -> None:
    stop = bodies.StopRow(body="*", reason="r", since=NOON, by="p-anna")
    await bodies.stop_issuing(database, stop)
    await bodies.ask_to_lift(database, "*", "p-anna", NOON)
    await bodies.stop_issuing(database, stop)
    assert not await bodies.lift(database, "*", "p-bo")
    assert [row.body for row in await bodies.issuing_stops(database, "any body")] == ["*"]


async def test_an_organisation_keeps_its_former_names(database: Database) -> None:
    await plant(database)
    await organisations.rename_organisation(
        database, BODY, "org-1", name="Åby Köpmän", address="Storgatan 2", since=later(days=1)
    )
    now = await organisations.organisation(database, BODY, "org-1")
    assert now is not None
    assert (now.name, now.address, now.number) == ("Åby Köpmän", "Storgatan 2", "802400-1236")
    names = await organisations.names_of(database, BODY, "org-1")
    assert [(row.seq, row.name, row.since) for row in names] == [
        (1, "Lindhamra Centrum ekonomisk förening", NOON),
        (2, "Åby Köpmän", later(days=1)),
    ]
    assert await organisations.organisation_by_number(database, BODY, "802400-1236") == now
    assert await organisations.organisation_by_number(database, BODY, "0") is None
    with pytest.raises(Taken):
        await organisations.add_organisation(database, organisation("org-2", "802400-1236", "Another"))


async def test_organisations_are_found_whatever_the_case_and_the_accents(database: Database) -> None:
    await plant(database)
    await organisations.rename_organisation(database, BODY, "org-1", name="ÅBY 100%_Köpmän", address="x", since=NOON)
    await organisations.add_organisation(database, organisation("org-2", "556677-8899", "Nordhamn"))

    async def found(search: str) -> list[str]:
        return [row.id for row in await organisations.organisations(database, BODY, search=search)]

    assert await found("") == ["org-1", "org-2"]
    assert await found("åby") == await found("aby") == await found("0%_K") == await found("802400") == ["org-1"]
    assert await found("1000") == []
    assert [row.id for row in await organisations.organisations(database, BODY, after="org-1")] == ["org-2"]


def test_a_search_key_is_plain() -> None:
    assert search_key("Ålands\t Café\x00", "STRASSE straße") == "alands cafe strasse strasse"
    assert like("50%_\\") == "%50\\%\\_\\\\%"


async def test_membership_counts_on_its_first_and_last_day(database: Database) -> None:
    await plant(database)
    row = organisations.MembershipRow(body=BODY, organisation="org-1", since=date(2024, 1, 1))
    await organisations.put_membership(database, row)
    assert await organisations.is_member(database, BODY, "org-1", date(2030, 1, 1))
    ended = organisations.MembershipRow(
        body=BODY, organisation="org-1", since=date(2024, 1, 1), until=date(2025, 12, 31)
    )
    await organisations.put_membership(database, ended)
    assert await organisations.memberships(database, BODY, "org-1") == [ended]
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [await organisations.is_member(database, BODY, "org-1", day) for day in days] == [False, True, True, False]
    with pytest.raises(Dangling):
        await organisations.put_membership(
            database, organisations.MembershipRow(body=BODY, organisation="org-9", since=date(2024, 1, 1))
        )


async def test_an_account_is_found_by_its_login_and_belongs_to_a_person(database: Database) -> None:
    await plant(database)
    await people.add_account(database, account("a-1", "p-anna", people.login_key(" Anna@Example.SE ")))
    found = await people.account_by_login(database, "ANNA@example.se")
    assert found is not None
    assert found == await people.account(database, "a-1")
    assert await people.accounts_of(database, "p-anna") == [found]
    assert await people.account_by_login(database, "bo") is None
    with pytest.raises(Taken):
        await people.add_account(database, account("a-2", "p-bo", "anna@example.se"))
    with pytest.raises(Dangling):
        await people.add_account(database, account("a-3", "p-nobody", "nobody"))
    await people.set_password(database, "a-1", "$argon2id$x")
    await people.disable_account(database, "a-1", disabled=True)
    after = await people.account(database, "a-1")
    assert after is not None
    assert (after.password_hash, after.disabled) == ("$argon2id$x", True)


async def test_a_role_counts_from_its_first_moment_and_no_longer_at_its_end(database: Database) -> None:
    await plant(database)
    row = people.RoleRow(body=BODY, person="p-anna", role="assessor", since=NOON)
    await people.grant(database, row)
    applicant = people.RoleRow(body=BODY, person="p-bo", role="applicant", organisation="org-1", since=NOON)
    await people.grant(database, applicant)
    assert await people.roles_of(database, "p-anna", later(microseconds=-1)) == []
    assert await people.roles_of(database, "p-anna", NOON) == [row]
    assert await people.who_may(database, BODY, "assessor", NOON) == ["p-anna"]
    assert await people.who_may(database, BODY, "applicant", NOON) == []
    assert await people.who_may(database, BODY, "applicant", NOON, organisation="org-1") == ["p-bo"]
    assert await people.end_role(database, BODY, "p-anna", "assessor", "", later(days=1)) == 1
    assert await people.end_role(database, BODY, "p-anna", "assessor", "", later(days=2)) == 0
    assert len(await people.roles_of(database, "p-anna", later(days=1, microseconds=-1))) == 1
    assert await people.roles_of(database, "p-anna", later(days=1)) == []
    assert [r.person for r in await people.all_roles(database, BODY)] == ["p-anna", "p-bo"]


async def test_competence_is_for_a_scheme_and_for_its_days(database: Database) -> None:
    await plant(database)
    row = people.CompetenceRow(
        body=BODY,
        person="p-anna",
        scheme="quality-mark",
        from_day=date(2026, 1, 1),
        until_day=date(2026, 12, 31),
        recorded_at=NOON,
        by="p-bo",
    )
    await people.put_competence(database, row)
    assert await people.competences(database, BODY, "p-anna") == [row]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    counts = [await people.is_competent(database, BODY, "p-anna", "quality-mark", day) for day in days]
    assert counts == [False, True, True, False]
    assert not await people.is_competent(database, BODY, "p-anna", "other", date(2026, 6, 1))
    assert not await people.is_competent(database, BODY, "p-bo", "quality-mark", date(2026, 6, 1))


async def test_an_erased_person_leaves_an_id_and_nothing_else(database: Database) -> None:
    await plant(database)
    await people.add_account(database, account("a-1", "p-anna", "anna"))
    await access.put_session(database, access.SessionRow(key="k", account="a-1", value=b"x", expires_at=later(hours=1)))
    token = access.TokenRow(
        id="t", body=BODY, account="a-1", name="n", digest="d", created_at=NOON, expires_at=later(days=1)
    )
    await access.add_token(database, token)
    async with database.transaction():
        assert await people.erase_person(database, "p-anna", later(hours=1))
        assert not await people.erase_person(database, "p-anna", later(hours=2))
    gone = await people.person(database, "p-anna")
    assert gone is not None
    assert (gone.name, gone.erased_at) == (None, later(hours=1))
    assert await people.names(database, ("p-anna", "p-bo", "p-nobody")) == {"p-anna": None, "p-bo": "Bo"}
    assert await people.names(database, ()) == {}
    assert await people.account_by_login(database, "anna") is None
    (shut,) = await people.accounts_of(database, "p-anna")
    assert (shut.disabled, shut.email, shut.password_hash) == (True, None, None)
    assert await access.session(database, "k", NOON) is None
    assert await access.token(database, "d", NOON) is None
    assert [row.id for row in await people.persons(database, BODY)] == ["p-anna", "p-bo"]
