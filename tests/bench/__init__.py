"""Budgets, measured side by side in one run: `make bench` prints one JSON object a line."""
