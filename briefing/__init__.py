"""What to hand over: one value says what, one file a format writes it."""
