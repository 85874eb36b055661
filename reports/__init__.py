"""What was written: reports become toponyms, dates and draft events, each with its evidence."""
