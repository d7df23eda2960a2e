"""What a relationship to a case may do: one table of rights, one of fields."""
