"""The tables, and the trigger that keeps the log from being changed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _moment(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)


def _of(table: str, column: str, kind: type[sa.types.TypeEngine] = sa.Integer) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(column, kind(), sa.ForeignKey(f"{table}.id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=100), nullable=False, unique=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("closed", sa.Boolean(), server_default="false", nullable=False),
        _moment("made"),
    )
    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=200), nullable=False, unique=True),
        _moment("made"),
    )
    op.create_table(
        "members",
        _of("matters", "matter_id"),
        _of("users", "user_id"),
        sa.PrimaryKeyConstraint("matter_id", "user_id"),
    )
    op.create_index("ix_members_user_id", "members", ["user_id"])
    op.create_table(
        "sessions",
        sa.Column("key", sa.String(length=64), primary_key=True),
        _of("users", "user_id"),
        _moment("begun"),
        _moment("seen"),
        sa.Column("matter_id", sa.Integer(), sa.ForeignKey("matters.id")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(length=64), nullable=False, unique=True),
        _of("users", "user_id"),
        sa.Column("label", sa.String(length=80), nullable=False),
        _moment("made"),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        _moment("at"),
    )
    op.create_index("attempts_by_key", "attempts", ["key", "at"])
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=20), primary_key=True),
        _of("matters", "matter_id"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("changed"),
        sa.Column("deleted", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_cases_matter_id", "cases", ["matter_id"])
    op.create_table(
        "earlier",
        sa.Column("case_id", sa.String(length=20), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "side", "number"),
    )
    op.create_table(
        "drafts",
        sa.Column("case_id", sa.String(length=20), sa.ForeignKey("cases.id"), nullable=False),
        _of("users", "user_id"),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "user_id"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        _moment("at"),
        sa.Column("user_id", sa.Integer()),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("matter_id", sa.Integer()),
        sa.Column("case_id", sa.String(length=80)),
        sa.Column("what", sa.String(length=200)),
        sa.Column("address", sa.String(length=60)),
        sa.Column("via", sa.String(length=20), nullable=False),
    )
    op.create_index("audit_by_user", "audit", ["user_id", "id"])
    op.create_index("audit_by_case", "audit", ["case_id", "id"])
    op.execute(
        "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the log is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()"
    )


def downgrade() -> None:
    raise NotImplementedError("A team's database is not turned back to an earlier form.")
