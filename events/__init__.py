"""What happened: events, sources, filters and the frame that holds a million of them."""
