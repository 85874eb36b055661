"""One file for each outside format of events; each reads and writes."""
