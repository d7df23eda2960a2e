"""What is told about an account, and for how long it waits for an answer."""

KEPT_DAYS = 30
# Wrong tries are told once in this time, however long somebody goes on guessing.
TRIES_TOLD_EVERY_HOURS = 24
ANSWERS = ("me", "not_me")
