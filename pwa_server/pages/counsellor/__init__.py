"""Pages for: counsellor."""
