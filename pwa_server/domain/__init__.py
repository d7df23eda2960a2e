"""Rules of casework: pure functions, no input or output, no clock."""
