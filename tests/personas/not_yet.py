"""What the personas expect of parts that are not built yet: whole sentences, and what is left of covered ones.

The reason names what a sentence waits for. When that is built, its test takes the sentence off this list.
"""

AGREEMENTS = "agreements with versions and signatures belong to the whole method"
OFFERS = "offers and their matching belong to the whole method"
OWN_DATA = "the client's own documents, data and requests belong to the whole method"
NUMBERS = "monitoring belongs to the whole method"
GUARDIANS = "guardians sign, and signatures belong to the whole method"

LATER = {
    "Samira": {
        "Offer of-frauen (parallel childcare) ranks above of-abend for g1": OFFERS,
        "Version 1 stays readable as superseded, cannot be edited": AGREEMENTS,
    },
    "Yonas": {
        'Agreement must not be in_force while the guardian signature is pending; text "One signature is missing"': (
            GUARDIANS
        ),
        "When he turns 18 the guardian signature requirement ends; staff get a notice": GUARDIANS,
    },
    "Elif": {"Counts in indicators only as anonymous numbers after erasure": NUMBERS},
    "Hodan": {"Offered plan can be downloaded in so and de side by side before signing": AGREEMENTS},
}

# Of sentences that have tests: the words that have none yet.
LEFT = {
    "Farid": {"signature record": AGREEMENTS},
    "Yonas": {"guardian sees only what the counsellor and Yonas agreed": GUARDIANS},
    "Berîvan": {"erase/keep decision": OWN_DATA},
    "Dimitar": {"monitoring counts the case as acute_help, not as failure": NUMBERS},
    "Elif": {"can download it (Art. 15/20) and ask for earlier erasure": OWN_DATA},
    "Hodan": {"taking time to sign": AGREEMENTS},
}
