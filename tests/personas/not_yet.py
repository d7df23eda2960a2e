"""What the personas expect of parts that are not built yet: whole sentences, and what is left of covered ones.

The reason names what a sentence waits for. When that is built, its test takes the sentence off this list.
"""

LATER: dict[str, dict[str, str]] = {}

# Of sentences that have tests: the words that have none yet.
LEFT: dict[str, dict[str, str]] = {}
