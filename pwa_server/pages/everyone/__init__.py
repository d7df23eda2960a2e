"""Pages for: everyone."""
