"""What the personas expect of parts that are not built yet: whole sentences, and what is left of covered ones.

The reason names what a sentence waits for. When that is built, its test takes the sentence off this list.
"""

OFFERS = "offers and their matching belong to the whole method"

LATER = {
    "Samira": {
        "Offer of-frauen (parallel childcare) ranks above of-abend for g1": OFFERS,
    },
}

# Of sentences that have tests: the words that have none yet.
LEFT = {
}
