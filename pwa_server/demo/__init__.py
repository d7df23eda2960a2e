"""Demo data: an invented municipality, its people and a day in the life of its offices."""
