"""The tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0001"
down_revision = None

_NAME = sa.String(300).with_variant(VARCHAR(300, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("court", sa.String(length=40), nullable=True),
        sa.Column("docket", sa.Text(), nullable=True),
        sa.Column("decided_first", sa.Date(), nullable=True),
        sa.Column("decided_last", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin"),
    )
    op.create_table(
        "dockets",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("opinion_id", "number"),
    )
    op.create_index("dockets_by_number", "dockets", ["number"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.String(length=60), nullable=False),
        sa.Column("volume", sa.String(length=30), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "runs_once", "runs", ["reporter", "volume", "first", "last", "source"], unique=True
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_index(op.f("ix_sources_place"), "sources", ["place"], unique=False)
    op.create_table(
        "stages",
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("cite", sa.String(length=120), nullable=False),
        sa.Column("reporter", sa.String(length=60), nullable=False),
        sa.Column("volume", sa.String(length=30), nullable=False),
        sa.Column("page", sa.String(length=30), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("citations_by_cite", "citations", ["cite"], unique=False)
    op.create_index("citations_by_page", "citations", ["reporter", "volume", "first"], unique=False)
    op.create_index("citations_once", "citations", ["opinion_id", "cite"], unique=True)
    op.create_table(
        "writings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("retyped", sa.Boolean(), nullable=False),
        sa.Column("crowded", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin"),
    )
    op.create_index(op.f("ix_writings_opinion_id"), "writings", ["opinion_id"], unique=False)
    op.create_index(op.f("ix_writings_source_id"), "writings", ["source_id"], unique=False)
    op.create_table(
        "citings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("writing_id", sa.Integer(), nullable=True),
        sa.Column("cite", sa.String(length=120), nullable=True),
        sa.Column("cited_id", sa.Integer(), nullable=True),
        sa.Column("name", _NAME, nullable=True),
        sa.Column("court", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=60), nullable=True),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cited_id"], ["opinions.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["writing_id"], ["writings.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("citings_by_name", "citings", ["name"], unique=False)
    op.create_index("citings_by_cite", "citings", ["cite"], unique=False)
    op.create_index("citings_by_cited", "citings", ["cited_id"], unique=False)
    op.create_index("citings_by_opinion", "citings", ["opinion_id"], unique=False)
    op.create_index("citings_by_writing", "citings", ["writing_id"], unique=False)
    op.create_table(
        "treatments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("writing_id", sa.Integer(), nullable=True),
        sa.Column("cite", sa.String(length=120), nullable=True),
        sa.Column("treated_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("weight", sa.String(length=10), nullable=False),
        sa.Column("extent", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("by_cite", sa.String(length=120), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=True),
        sa.Column("by_year", sa.Integer(), nullable=True),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["treated_id"], ["opinions.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["writing_id"], ["writings.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("treatments_by_by", "treatments", ["by_cite"], unique=False)
    op.create_index("treatments_by_cite", "treatments", ["cite"], unique=False)
    op.create_index("treatments_by_opinion", "treatments", ["opinion_id"], unique=False)
    op.create_index("treatments_by_treated", "treatments", ["treated_id"], unique=False)
    op.create_index("treatments_by_writing", "treatments", ["writing_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("A base is not turned back to an earlier form.")
