"""Runs the migrations on the connection that ``database.migrate`` hands over."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    transactional_ddl=True,
    version_table=context.config.attributes.get("table", "alembic_version"),
)
with context.begin_transaction():
    context.run_migrations()
