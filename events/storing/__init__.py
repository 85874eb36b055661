"""The parts of the store of events; `events.store` is what others import."""
