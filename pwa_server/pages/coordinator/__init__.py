"""Pages for: coordinator."""
