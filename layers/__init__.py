"""What to draw: one file a layer, found by being there."""
