"""What an operator runs: serving, working, backups, restoring, the check. Imported by the wiring only."""
