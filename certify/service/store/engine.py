"""The two engines: Piccolo's, with what a register needs and the stock ones lack.

Stock SQLite engine: one new connection and thread for every query, DEFERRED transactions (two that read and then write
end with one failing at once, whatever the busy timeout), no say over PRAGMAs, and a leaked thread when BEGIN fails.
Here: a small pool of connections that were each set up before use, IMMEDIATE transactions only, one writer at a time
within the process (so that writers queue fairly instead of polling SQLite's lock), and a connection that always comes
back. Both: no nested transactions, and no query from another task than the one that holds the transaction.

This rests on private methods of Piccolo 1.38 (pinned in pyproject.toml); tests/service/store/test_engine.py is the
contract that tells when they change.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import aiosqlite
import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType

from certify.service.store.errors import WrongSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from piccolo.querystring import QueryString

CONNECTION_LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
PAGE_SIZE = 8192
APPLICATION_ID = 0x63657274  # "cert": `file` and we ourselves recognise the database by it
AsyncpgConnection: TypeAlias = Any  # asyncpg comes without types
DriverRows: TypeAlias = Any  # rows by column name: sqlite3.Row or asyncpg.Record
Isolation = Literal["read_committed", "repeatable_read", "serializable"]


class _Held:
    """Which task holds a transaction: a query of any other would run on a connection that is not its own."""

    task: asyncio.Task[Any] | None

    def hold(self) -> None:
        self.task = asyncio.current_task()

    def check(self) -> None:
        if asyncio.current_task() is not self.task:
            msg = "a query in another task than its transaction: start tasks outside, or with a context of their own"
            raise RuntimeError(msg)


class SQLiteInPool(SQLiteTransaction, _Held):
    """A transaction on a connection of the pool. IMMEDIATE unless it only reads."""

    def __init__(self, engine: PooledSQLite, transaction_type: TransactionType) -> None:
        super().__init__(engine=engine, transaction_type=transaction_type, allow_nested=False)
        self.pool = engine
        self.writes = transaction_type is not TransactionType.deferred

    async def __aenter__(self) -> Self:
        if self.writes:
            await self.pool.writer.acquire()
        try:
            self.connection = await self.pool.acquire()
            try:
                await self.connection.execute(f"BEGIN {self.transaction_type.value}")
            except BaseException:
                await asyncio.shield(self._undo_begin())
                raise
        except BaseException:
            self._let_next_write()
            raise
        self.hold()
        self.context = self.pool.current_transaction.set(self)
        return self

    async def _undo_begin(self) -> None:
        """A BEGIN that was cancelled goes on in the connection's thread and may still succeed: roll back after it."""
        try:
            await self.connection.rollback()
        finally:
            await self.pool.release(self.connection)

    def _let_next_write(self) -> None:
        if self.writes:
            self.pool.writer.release()

    async def __aexit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        try:
            await self.connection.execute("COMMIT" if exception is None else "ROLLBACK")
        except BaseException:
            # SQLite may have rolled back by itself already (disk full); then this one has nothing left to do.
            with contextlib.suppress(sqlite3.Error):
                await self.connection.execute("ROLLBACK")
            raise
        finally:
            self.pool.current_transaction.reset(self.context)
            try:
                await asyncio.shield(self.pool.release(self.connection))
            finally:
                self._let_next_write()
        return False


class PooledSQLite(SQLiteEngine):
    """SQLite with a pool of `size` connections, each set up before its first use."""

    def __init__(self, path: str, *, size: int = 4, busy_timeout: int = 30_000) -> None:
        """`path` of the file; `busy_timeout` in milliseconds: how long to wait for a lock of another process."""
        super().__init__(path=path, detect_types=0)
        self.size = size
        self.busy_timeout = busy_timeout
        self.connections: list[aiosqlite.Connection] = []
        self.idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        self.writer = asyncio.Lock()
        self.reader: sqlite3.Connection | None = None

    async def open_connection(self) -> aiosqlite.Connection:
        """A connection that is set up. The busy timeout comes first: the other PRAGMAs may already meet a lock."""
        connection = await aiosqlite.connect(**self.connection_kwargs)
        try:
            connection.row_factory = sqlite3.Row
            for pragma in (
                f"busy_timeout = {self.busy_timeout}",
                "foreign_keys = 1",
                "synchronous = FULL",
                "temp_store = MEMORY",
                "cache_size = -16000",
                "trusted_schema = 0",
            ):
                await connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            await asyncio.shield(connection.close())
            raise
        return connection

    async def start_connection_pool(self, **_: object) -> None:
        """Open all connections."""
        for _number in range(self.size):
            connection = await self.open_connection()
            self.connections.append(connection)
            self.idle.put_nowait(connection)
        self.reader = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        self.reader.row_factory = sqlite3.Row
        for pragma in ("query_only = 1", "trusted_schema = 0", "cache_size = -16000"):
            self.reader.execute(f"PRAGMA {pragma}")

    async def close_connection_pool(self) -> None:
        """Close all connections: their threads keep the process alive otherwise."""
        reader, self.reader = self.reader, None
        if reader is not None:
            reader.close()
        connections, self.connections = self.connections, []
        self.idle = asyncio.LifoQueue()
        for connection in connections:
            await asyncio.shield(connection.close())

    async def acquire(self) -> aiosqlite.Connection:
        """A connection of the pool, for the caller alone until `release`."""
        return await self.idle.get()

    async def release(self, connection: aiosqlite.Connection) -> None:
        """Give a connection back; one that is still in a transaction is replaced by a fresh one."""
        if connection not in self.connections:
            await connection.close()
            return
        if connection.in_transaction:
            self.connections.remove(connection)
            await connection.close()
            connection = await self.open_connection()
            self.connections.append(connection)
        self.idle.put_nowait(connection)

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Any]:
        """Run one statement, in the current transaction if there is one; rows by column name."""
        current = self.current_transaction.get()
        if isinstance(current, SQLiteInPool):
            current.check()
            return list(await current.connection.execute_fetchall(sql, args))
        connection = await self.acquire()
        try:
            return list(await connection.execute_fetchall(sql, args))
        finally:
            if connection.in_transaction or connection not in self.connections:
                await asyncio.shield(self.release(connection))
            else:  # as nearly always; then there is nothing to wait for
                self.idle.put_nowait(connection)

    async def glance(self, sql: str, args: Sequence[Any]) -> list[Any]:
        """As `fetch`, for statements that read a few rows by their key: without going to another thread and back.

        That takes ten times as long as the reading itself. Where the file is locked just then, `fetch` waits for it.
        """
        if self.reader is not None and self.current_transaction.get() is None:
            with contextlib.suppress(sqlite3.OperationalError):
                return self.reader.execute(sql, args).fetchall()
        return await self.fetch(sql, args)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> DriverRows:  # noqa: ARG002, FBT001, FBT002  Piccolo's signature
        """Piccolo's door to `fetch`."""
        sql, args = querystring.compile_string(engine_type="sqlite")
        return [dict(row) for row in await self.fetch(sql, args)]

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> DriverRows:  # noqa: ARG002, FBT001, FBT002  Piccolo's signature
        """Piccolo's door to `fetch` for statements about tables."""
        return await self.fetch(ddl, ())

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = False,  # noqa: ARG002, FBT001, FBT002  Piccolo's signature; nesting is not offered
    ) -> SQLiteInPool:
        """IMMEDIATE unless told otherwise. Raises piccolo's TransactionError inside another transaction."""
        return SQLiteInPool(self, transaction_type)


class PostgresInPool(PostgresTransaction, _Held):
    """A transaction on a connection of the pool that gives the connection back whatever happens."""

    def __init__(self, engine: PooledPostgres, isolation: Isolation, *, readonly: bool) -> None:
        super().__init__(engine=engine, allow_nested=False)
        self.pool = engine
        self.isolation = isolation
        self.readonly = readonly

    async def __aenter__(self) -> Self:
        self.connection = await self.pool.acquire()
        try:
            self.transaction = self.connection.transaction(isolation=self.isolation, readonly=self.readonly)
            await self.transaction.start()
        except BaseException:
            await asyncio.shield(self.pool.release(self.connection))
            raise
        self.hold()
        self.context = self.pool.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exception: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        try:
            if exception is None:
                await self.transaction.commit()
            else:
                await self._roll_back_unless_gone()
        finally:
            self.pool.current_transaction.reset(self.context)
            await asyncio.shield(self.pool.release(self.connection))
        return False

    async def _roll_back_unless_gone(self) -> None:
        """A connection that was lost has rolled back by itself; its error must not hide the one being raised.

        It is cut for good, so that the pool does not hand it out again.
        """
        try:
            await self.transaction.rollback()
        except (*CONNECTION_LOST, asyncpg.PostgresConnectionError):
            with contextlib.suppress(asyncpg.InterfaceError):  # the pool may have noticed before us
                self.connection.terminate()


class _PlainConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg comes without types
    """Nothing is ever set for a session, so that there is nothing to reset when a connection goes back."""

    def get_reset_query(self) -> str:
        """No statement between two uses: it would be a round trip each time."""
        return ""


class PooledPostgres(PostgresEngine):
    """PostgreSQL with a pool of at most `size` connections."""

    def __init__(self, dsn: str, *, size: int = 8, wait: float = 30.0, **connect: int) -> None:
        """`dsn` as libpq spells it; `wait` in seconds for a connection, a lock or an answer."""
        super().__init__(config={"dsn": dsn, **connect})
        self.size = size
        self.wait = wait

    async def check_version(self) -> None:
        """Piccolo asks the server while the engine is made; we ask in `assert_settings`, when it is opened."""

    async def start_connection_pool(self, **_: object) -> None:
        """Open the pool. Raises OSError or asyncpg's errors when there is no server."""
        milliseconds = str(int(self.wait * 1000))
        self.pool = await asyncpg.create_pool(
            **self.config,
            min_size=1,
            max_size=self.size,
            connection_class=_PlainConnection,
            server_settings={
                "application_name": "certify",
                "lock_timeout": milliseconds,
                "statement_timeout": milliseconds,
                "idle_in_transaction_session_timeout": milliseconds,
                "timezone": "UTC",
            },
        )

    async def close_connection_pool(self) -> None:
        """Close the pool; connections that are still in use are cut after ten seconds."""
        pool, self.pool = self.pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), timeout=10)
        except TimeoutError:
            pool.terminate()

    async def acquire(self) -> AsyncpgConnection:
        """A connection of the pool. Raises TimeoutError when none is to be had in `wait` seconds."""
        if self.pool is None:
            msg = "the pool is not open"
            raise asyncpg.InterfaceError(msg)
        return await self.pool.acquire(timeout=self.wait)

    async def release(self, connection: AsyncpgConnection) -> None:
        """Give a connection back."""
        if self.pool is not None:
            await self.pool.release(connection)

    async def fetch(self, sql: str, args: Sequence[Any]) -> list[Any]:
        """Run one statement, in the current transaction if there is one; rows by column name."""
        current = self.current_transaction.get()
        if isinstance(current, PostgresInPool):
            current.check()
            return list(await current.connection.fetch(sql, *args))
        connection = await self.acquire()
        try:
            return list(await connection.fetch(sql, *args))
        finally:
            await asyncio.shield(self.release(connection))

    async def glance(self, sql: str, args: Sequence[Any]) -> list[Any]:
        """As `fetch`: here no statement takes another thread."""
        return await self.fetch(sql, args)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> DriverRows:  # noqa: ARG002, FBT001, FBT002  Piccolo's signature
        """Piccolo's door to `fetch`."""
        sql, args = querystring.compile_string(engine_type="postgres")
        return await self.fetch(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> DriverRows:  # noqa: ARG002, FBT001, FBT002  Piccolo's signature
        """Piccolo's door to `fetch` for statements about tables."""
        return await self.fetch(ddl, ())

    def transaction(  # type: ignore[override]  # nesting is not offered; isolation is
        self, isolation: Isolation = "read_committed", *, readonly: bool = False
    ) -> PostgresInPool:
        """READ COMMITTED unless told otherwise: what must be unique or in order is kept by keys and row locks."""
        return PostgresInPool(self, isolation, readonly=readonly)


StoreEngine = PooledSQLite | PooledPostgres


def engine_from_url(url: str) -> StoreEngine:
    """The engine for `sqlite:///relative`, `sqlite:////absolute` or `postgres://...`. Raises WrongSettings.

    Our own parameters are taken out of the query: `pool` (connections) on both, and on PostgreSQL
    `statement_cache_size` (0 behind pgbouncer in transaction mode).
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    try:
        pool = {"size": int(query.pop("pool"))} if "pool" in query else {}
        cache = {k: int(query.pop(k)) for k in ("statement_cache_size",) if k in query}
    except ValueError:
        msg = f"{parts.scheme}: pool and statement_cache_size are whole numbers"
        raise WrongSettings(msg) from None
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1 and not query:
        return PooledSQLite(unquote(parts.path[1:]), **pool)
    if parts.scheme in ("postgres", "postgresql"):
        return PooledPostgres(parts._replace(query=urlencode(query)).geturl(), **pool, **cache)
    msg = "a database is sqlite:///path or postgres://user@host/name"
    raise WrongSettings(msg)


def make_folder(engine: PooledSQLite) -> Path:
    """Make the folder of the SQLite file, if need be; gives the file's full path."""
    path = Path(engine.path).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


async def prepare_file(engine: PooledSQLite) -> None:
    """Make the SQLite file what it has to be; only under the migration lock and before the pool is open.

    Page size and application id can be given only while the file is empty; the journal mode stays in the file.
    """
    make_folder(engine)
    connection = await engine.open_connection()
    try:
        tables = list(await connection.execute_fetchall("SELECT count(*) FROM sqlite_master"))
        if tables[0][0] == 0:
            await connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await connection.execute("PRAGMA journal_mode = WAL")
    finally:
        await connection.close()


async def assert_settings(engine: StoreEngine) -> None:
    """Refuse a database that would not keep what we acknowledge. Raises WrongSettings with every fault.

    SQLite, on every connection: WAL, synchronous FULL or EXTRA, foreign keys, a busy timeout, version 3.38 or later.
    PostgreSQL: fsync, full_page_writes, synchronous_commit not off or local, UTF8, version 14 or later.
    """
    faults = await (_sqlite_faults(engine) if isinstance(engine, PooledSQLite) else _postgres_faults(engine))
    if faults:
        raise WrongSettings("\n".join(faults))


async def _sqlite_faults(engine: PooledSQLite) -> list[str]:
    faults = []
    if sqlite3.sqlite_version_info < (3, 38):
        faults.append(f"SQLite {sqlite3.sqlite_version} is too old: 3.38 or later is needed")
    wanted: dict[str, tuple[Any, ...]] = {"journal_mode": ("wal",), "synchronous": (2, 3), "foreign_keys": (1,)}
    for connection in engine.connections:
        for pragma, good in wanted.items():
            (row,) = await connection.execute_fetchall(f"PRAGMA {pragma}")
            if row[0] not in good:
                faults.append(f"SQLite {pragma} is {row[0]}, not {good[0]}")
        (row,) = await connection.execute_fetchall("PRAGMA busy_timeout")
        if row[0] <= 0:
            faults.append("SQLite busy_timeout is 0: a second writer would fail at once")
    return list(dict.fromkeys(faults))


async def _postgres_faults(engine: PooledPostgres) -> list[str]:
    faults = []
    good = {
        "fsync": ("on",),
        "full_page_writes": ("on",),
        "synchronous_commit": ("on", "remote_write", "remote_apply"),
        "server_encoding": ("UTF8",),
    }
    for setting, values in good.items():
        (row,) = await engine.fetch(f"SHOW {setting}", ())
        if row[0] not in values:
            faults.append(f"PostgreSQL {setting} is {row[0]}, not {values[0]}")
    (row,) = await engine.fetch("SHOW server_version_num", ())
    if int(row[0]) < 140_000:
        faults.append(f"PostgreSQL {row[0]} is too old: 14 or later is needed")
    return faults
