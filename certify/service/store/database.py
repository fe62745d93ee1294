"""One open database: the engine, its transactions, and the few verbs that every query goes through.

Piccolo's tables know their columns and build the queries; which engine runs them is decided by the `Database` that is
handed in, at the moment of the query, so that two databases can be open in one process (a backup and its copy).
"""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from piccolo.engine.sqlite import TransactionType
from piccolo.querystring import QueryString

from certify.service.store.engine import (
    PooledSQLite,
    PostgresInPool,
    SQLiteInPool,
    StoreEngine,
    assert_settings,
    engine_from_url,
)
from certify.service.store.errors import Unstorable, translate
from certify.service.store.migrate import migrate
from certify.service.store.rows import Row, columns, read

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from piccolo.query.base import Query
    from piccolo.table import Table

R = TypeVar("R", bound=Row)
Dialect = Literal["sqlite", "postgres"]


class Database:
    """An open database. Every query function takes one first; inside `transaction()` it runs in that transaction."""

    def __init__(self, engine: StoreEngine) -> None:
        self.engine = engine
        self.dialect: Dialect = "sqlite" if isinstance(engine, PooledSQLite) else "postgres"
        self.writes = 0
        """Rises with whatever is written here, so that what was read before can be told to be old."""

    async def sql(self, template: str, *args: object) -> list[Any]:
        """Run one statement with `{}` for each value; rows by column name."""
        return await self._fetch(_marked(template, self.dialect), args)

    async def run(self, query: Query[Any, Any]) -> list[Any]:
        """Run a query of Piccolo's; rows by column name."""
        # Piccolo asks the table for its engine while it writes the SQL. Nothing is awaited in between.
        query.table._meta._db = self.engine  # noqa: SLF001  Piccolo's documented late binding (its issue 790)
        (querystring,) = query.querystrings
        return await self._fetch(*querystring.compile_string(engine_type=self.dialect))

    async def rows(self, kind: type[R], query: Query[Any, Any] | QueryString) -> list[R]:
        """All rows of a query as structs."""
        found = await (self.sql(query.template, *query.args) if isinstance(query, QueryString) else self.run(query))
        return [read(kind, row) for row in found]

    async def row(self, kind: type[R], query: Query[Any, Any] | QueryString) -> R | None:
        """The first row of a query as a struct, or None."""
        found = await self.rows(kind, query)
        return found[0] if found else None

    async def glance(self, kind: type[R], template: str, *args: object) -> R | None:
        """The first row that a statement finds by its key, or None: for what every verdict asks."""
        found = await self._fetch(_marked(template, self.dialect), args, self.engine.glance)
        return read(kind, found[0]) if found else None

    async def glances(self, kind: type[R], template: str, *args: object) -> list[R]:
        """All rows that a statement finds, where they are few: as `glance`."""
        return [read(kind, row) for row in await self._fetch(_marked(template, self.dialect), args, self.engine.glance)]

    async def insert(self, table: type[Table], *new: Row, unless_there: bool = False) -> int:
        """Add rows of one kind; gives how many. With `unless_there` a row whose key exists is passed over."""
        return await self.insert_values(table, [columns(row) for row in new], unless_there=unless_there)

    async def insert_values(
        self, table: type[Table], new: Sequence[Mapping[str, object]], *, unless_there: bool = False
    ) -> int:
        """Add rows that are given as the database keeps them, all with the same columns; gives how many."""
        if not new:
            return 0
        marks = "({})".format(", ".join(["{}"] * len(new[0])))
        template = (
            f'INSERT INTO "{table._meta.tablename}" ({", ".join(_quoted(new[0]))}) '  # noqa: S608, SLF001  names are ours
            f"VALUES {', '.join([marks] * len(new))}"
            f"{' ON CONFLICT DO NOTHING' if unless_there else ''} RETURNING 1 AS one"
        )
        return len(await self.sql(template, *(value for row in new for value in row.values())))

    async def put(self, table: type[Table], row: Row, *, key: Sequence[str]) -> None:
        """Write a row in place of the one with the same key, if there is one."""
        await self.put_values(table, columns(row), key=key)

    async def put_values(self, table: type[Table], values: Mapping[str, object], *, key: Sequence[str]) -> None:
        """The same for a row that is given as the database keeps it."""
        rest = [name for name in values if name not in key]
        template = (
            f'INSERT INTO "{table._meta.tablename}" ({", ".join(_quoted(values))}) '  # noqa: S608, SLF001  names are ours
            f"VALUES ({', '.join(['{}'] * len(values))}) ON CONFLICT ({', '.join(_quoted(key))}) DO UPDATE SET "
            + ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
        )
        await self.sql(template, *values.values())

    async def _fetch(
        self, text: str, args: Sequence[object], run: Callable[..., Awaitable[list[Any]]] | None = None
    ) -> list[Any]:
        for value in args:
            if isinstance(value, str) and "\x00" in value:
                # PostgreSQL refuses it, SQLite would keep it: one rule for both.
                msg = "text with a NUL character"
                raise Unstorable(msg)
        try:
            return await (run or self.engine.fetch)(text, args)
        except Exception as error:
            raise translate(error) from error
        finally:
            if not text.startswith("SELECT"):
                self.writes += 1

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing. SQLite: IMMEDIATE. PostgreSQL: READ COMMITTED, with row locks where order matters.

        Raises Busy when the lock cannot be had or another transaction won, and piccolo's TransactionError when there
        is a transaction already: nesting would swallow a rollback.
        """
        try:
            async with self._held(self.engine.transaction()):
                yield
        finally:
            self.writes += 1

    @contextlib.asynccontextmanager
    async def snapshot(self) -> AsyncIterator[None]:
        """Read only, all from one moment: what others write meanwhile is not seen."""
        reading = (
            self.engine.transaction(TransactionType.deferred)
            if isinstance(self.engine, PooledSQLite)
            else self.engine.transaction("repeatable_read", readonly=True)
        )
        async with self._held(reading):
            yield

    @contextlib.asynccontextmanager
    async def _held(self, transaction: SQLiteInPool | PostgresInPool) -> AsyncIterator[None]:
        try:
            await transaction.__aenter__()
        except Exception as error:
            raise translate(error) from error
        try:
            yield
        except BaseException as error:
            await transaction.__aexit__(type(error), error, error.__traceback__)
            raise
        try:
            await transaction.__aexit__(None, None, None)
        except Exception as error:
            raise translate(error) from error

    @property
    def in_transaction(self) -> bool:
        """Whether the caller runs inside `transaction()` or `snapshot()`."""
        return self.engine.current_transaction.get() is not None

    async def alive(self) -> bool:
        """Whether the database answers: for `/readyz`."""
        try:
            await self.sql("SELECT 1 AS one")
        except Exception:  # noqa: BLE001  whatever it is, the answer is no
            return False
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.close_connection_pool()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


@lru_cache(maxsize=500)
def _marked(template: str, dialect: Dialect) -> str:
    """A statement with the engine's own marks for its values: `?`, or `$1`, `$2`."""
    first, *rest = template.split("{}")
    return first + "".join((f"${n}" if dialect == "postgres" else "?") + part for n, part in enumerate(rest, 1))


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


async def open_database(url: str, *, to_migrate: bool = True) -> Database:
    """Open a database and bring its tables up to date, under a lock that other processes wait for.

    `url` is `sqlite:///path` or `postgres://...`. The result is also an async context manager. Raises WrongSettings,
    WrongSchema, Unavailable.
    """
    engine = engine_from_url(url)
    try:
        if to_migrate:
            await migrate(engine)
        await engine.start_connection_pool()
    except Exception as error:
        raise translate(error) from error
    try:
        await assert_settings(engine)
    except BaseException:
        await engine.close_connection_pool()
        raise
    return Database(engine)
