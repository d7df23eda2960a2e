"""Parts of the test world: each plants the texts of one part of the product, every text with its own canary word."""
