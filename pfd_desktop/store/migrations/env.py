"""How Alembic reaches the database."""

from pathlib import Path

from alembic import context

from pfd_desktop.store.engine import open_database
from pfd_desktop.store.tables import Base

database = context.config.attributes["database"]
if not isinstance(database, Path):
    raise TypeError("the attribute 'database' must be a path")
store = open_database(database)
try:
    with store.writer.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
finally:
    store.close()
