"""Full text: FTS5 tables kept by triggers in SQLite, tsvector tables in PostgreSQL."""

from alembic import op
from sqlalchemy import text

from prong.base.words import vector

revision = "0002"
down_revision = "0001"

_WORDS = 'tokenize = "unicode61 remove_diacritics 2"'


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite("opinions", ("caption",))
        _sqlite("writings", ("heading", "text"))
        return
    op.execute(
        "CREATE TABLE opinions_words (id integer PRIMARY KEY"
        " REFERENCES opinions (id) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute(
        "CREATE TABLE writings_words (id integer PRIMARY KEY"
        " REFERENCES writings (id) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    _fill("opinions", "caption, ''")
    _fill("writings", "heading, text")
    for table in ("opinions_words", "writings_words"):
        op.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")


def _fill(table: str, columns: str) -> None:
    """The words of what is held already."""
    connection = op.get_bind()
    last = 0
    while True:
        rows = connection.execute(
            text(f"SELECT id, {columns} FROM {table} WHERE id > :last ORDER BY id LIMIT 200"),
            {"last": last},
        ).all()
        if not rows:
            return
        for number, heading, body in rows:
            made = vector(heading, body)
            connection.execute(
                text(f"INSERT INTO {table}_words VALUES (:id, CAST(:words AS tsvector))"),
                {"id": number, "words": made.written},
            )
            if table == "writings" and made.crowded:
                connection.execute(
                    text("UPDATE writings SET crowded = true WHERE id = :id"), {"id": number}
                )
        last = rows[-1][0]


def _sqlite(table: str, columns: tuple[str, ...]) -> None:
    named = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_words USING fts5("
        f"{named}, content='{table}', content_rowid='id', {_WORDS})"
    )
    add = f"INSERT INTO {table}_words(rowid, {named}) VALUES (new.id, {new});"
    drop = f"INSERT INTO {table}_words({table}_words, rowid, {named}) VALUES ('delete', old.id, {old});"
    op.execute(f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {drop} END")
    op.execute(f"INSERT INTO {table}_words({table}_words) VALUES ('rebuild')")
    op.execute(
        f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {named} ON {table} BEGIN {drop} {add} END"
    )


def downgrade() -> None:
    raise NotImplementedError("A base is not turned back to an earlier form.")
