"""The table classes say what the migrations made, on both databases; and what only grows, only grows."""

import re

import pytest
from piccolo.columns import BigInt, Boolean, Bytea, Column, Text

from certify.service.store import tables
from certify.service.store.database import Database
from certify.service.store.errors import AppendOnly
from certify.service.store.migrate import shipped
from tests.service.store.planted import plant, plant_case

pytestmark = pytest.mark.anyio

TYPES = {
    "sqlite": {Text: "TEXT", BigInt: "INTEGER", Boolean: "INTEGER", Bytea: "BLOB"},
    "postgres": {Text: "text", BigInt: "bigint", Boolean: "boolean", Bytea: "bytea"},
}
ONLY_GROW = ["case_event", "head", "authority_log", "scheme_version", "terms_version", "certificate_number"]


async def described(db: Database, table: str) -> list[tuple[str, str, bool]]:
    """(column, type, may be null) of a table, from the database itself."""
    if db.dialect == "sqlite":
        rows = await db.sql(f"SELECT name, type, \"notnull\" AS filled FROM pragma_table_info('{table}') ORDER BY cid")
        return [(row["name"], row["type"], not row["filled"]) for row in rows]
    rows = await db.sql(
        "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = {} "
        "ORDER BY ordinal_position",
        table,
    )
    return [(row["column_name"], row["data_type"], row["is_nullable"] == "YES") for row in rows]


async def key_of(db: Database, table: str) -> tuple[str, ...]:
    if db.dialect == "sqlite":
        rows = await db.sql(f"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")
        return tuple(row["name"] for row in rows)
    rows = await db.sql(
        "SELECT a.attname AS name FROM pg_index i JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) ON true "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
        "WHERE i.indisprimary AND i.indrelid = {}::text::regclass ORDER BY k.place",
        table,
    )
    return tuple(row["name"] for row in rows)


def type_of(column: Column) -> type[Column]:
    return next(kind for kind in (Text, BigInt, Boolean, Bytea) if isinstance(column, kind))


async def test_every_class_says_what_the_migration_made(database: Database) -> None:
    for table, key in tables.KEYS.items():
        name = table._meta.tablename
        said = [(c._meta.name, TYPES[database.dialect][type_of(c)], c._meta.null) for c in table._meta.columns]
        assert (name, await described(database, name)) == (name, said)
        assert (name, await key_of(database, name)) == (name, key)


async def test_every_table_has_a_class(database: Database) -> None:
    if database.dialect == "sqlite":
        rows = await database.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    else:
        rows = await database.sql("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    assert {row["name"] for row in rows} - {"migration"} == {table._meta.tablename for table in tables.TABLES}


def test_all_keys_begin_with_the_body_but_for_the_global_directory() -> None:
    others = {table._meta.tablename for table, key in tables.KEYS.items() if key[0] not in ("body", "slug")}
    assert others == {
        "person", "account", "session", "api_token", "certificate_number", "trust_list", "idempotency",
    }  # fmt: skip


def test_a_table_comes_after_those_that_it_refers_to() -> None:
    """A restore fills them in this order."""
    text = "\n\n".join(one.text for one in shipped())
    seen: set[str] = set()
    order = [table._meta.tablename for table in tables.TABLES]
    made = dict(re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\) STRICT", text, re.DOTALL))
    for name in order:
        assert set(re.findall(r"REFERENCES (\w+)", made[name])) <= seen, name
        seen.add(name)


async def test_what_only_grows_cannot_be_changed_or_removed(database: Database) -> None:
    await plant(database)
    await plant_case(database, "c-1")
    await database.sql("INSERT INTO certificate_number VALUES ('N', 'nordisk')")
    await database.sql("INSERT INTO terms_version VALUES ('nordisk', 'd', 's', 'e', 1)")
    await database.sql("INSERT INTO authority_log VALUES ('*', 1, 't', 1, 'p', 'x', '', 'h')")
    for name in ONLY_GROW:
        column = tables.KEYS[next(table for table in tables.TABLES if table._meta.tablename == name)][0]
        before = [tuple(row) for row in await database.sql(f"SELECT * FROM {name}")]
        assert before
        for statement in (f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"):
            with pytest.raises(AppendOnly):
                await database.sql(statement)
        assert [tuple(row) for row in await database.sql(f"SELECT * FROM {name}")] == before
