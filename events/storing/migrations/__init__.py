"""The steps from one version of the store's tables to the next, run by Alembic whenever a store is opened."""
