"""The recipe that rebuilds the offline geodata bundle from pinned registry packages."""
