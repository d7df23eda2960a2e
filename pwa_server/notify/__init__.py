"""Reminders and push, run by the worker and never inside a request."""
