"""Pages for: client."""
