"""Verbs: one function per intention, one transaction each."""
