"""What Alembic runs around the steps; the caller owns the connection and its transaction."""

from alembic import context

from pfd_desktop.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
