"""HTTP plumbing without casework."""
