"""Languages, catalogues, formats and negotiation."""
