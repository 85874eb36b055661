"""The saved briefs: a name and the recipe that the briefing is made from.

Written out and never changed again, as every step.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of briefs."""
    op.create_table(
        "briefs",
        sa.Column("name", sa.Text(), primary_key=True, nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """A program of the first version refuses a newer store; saved briefs are not thrown away for it."""
    raise NotImplementedError("a store is not taken back to a version before its briefs")
