"""Parallel citations in a table of their own, so that a decision is found by each of them; and
indexes of crowded texts and of days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "parallels",
        sa.Column("citing_id", sa.Integer(), nullable=False),
        sa.Column("cite", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["citing_id"], ["citings.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("citing_id", "cite"),
    )
    each = "json_each" if op.get_bind().dialect.name == "sqlite" else "json_array_elements_text"
    op.execute(
        "INSERT INTO parallels (citing_id, cite)"
        f" SELECT DISTINCT c.id, substr(p.value, 1, 120) FROM citings c, {each}(c.also) AS p"
    )
    op.create_index("parallels_by_cite", "parallels", ["cite"], unique=False)
    op.drop_column("citings", "also")
    op.create_index("opinions_by_day", "opinions", ["decided_last"], unique=False)
    crowded = sa.text("crowded")
    op.create_index(
        "writings_crowded", "writings", ["id"], sqlite_where=crowded, postgresql_where=crowded
    )


def downgrade() -> None:
    raise NotImplementedError("A base is not turned back to an earlier form.")
