"""Contacts: the kinds that there are, neutral about who did not answer whom."""

KINDS = ("talk", "phone", "message", "letter", "visit")
SENTENCE_LIMIT = 300
