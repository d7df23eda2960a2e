"""Requests of every kind to every route: none of them breaks the server, and a refused one changes nothing."""
