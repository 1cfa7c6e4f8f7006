"""Citation and pin identity, reporters, and citations written out."""
