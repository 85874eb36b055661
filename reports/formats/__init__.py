"""The formats of reports: one file each takes out the text and what it says of its publication."""
