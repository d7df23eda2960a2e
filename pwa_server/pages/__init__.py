"""One folder per audience, one module per resource: parse, call one verb or reader, render."""
