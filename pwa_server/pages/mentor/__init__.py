"""Pages for: mentor."""
