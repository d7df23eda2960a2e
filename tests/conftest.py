"""Fixtures live in tests/support/fixtures.py, beside what they start."""

pytest_plugins = ["tests.support.fixtures"]
