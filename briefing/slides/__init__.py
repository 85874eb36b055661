"""Slides that can be edited: what stands on them, in which layout, and how each part is set."""
