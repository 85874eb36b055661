"""The parts of the store of events, behind `events.store`."""
