"""How the demo people sign in, besides one tap: fixed names and one PIN, known to everybody who reads this."""

DEMO_PIN = "274913"
# Of staff and mentors, who are asked for it where they sign.
DEMO_PASSWORD = "ein-weg-zum-testen"  # noqa: S105 (no secret: the demo prints it)
# In the order of the personas file. Two words and two digits, like every sign-in name.
SIGN_IN_NAMES = (
    "apfel-wolke-21",
    "boot-garten-34",
    "stern-brot-56",
    "insel-lampe-47",
    "rose-fluss-68",
    "tisch-sonne-79",
    "hafen-kerze-82",
    "vogel-wiese-93",
)
# What fills the gaps of catalogue texts, by client. Jobs are German words: so they stand on the papers people show.
VALUES = {
    "cl-samira": {"job": "Schneiderin", "level": "B1"},
    "cl-olena": {"job": "Krankenschwester", "level": "B2"},
    "cl-yonas": {"job": "Elektriker", "level": "B1"},
    "cl-elif": {"job": "Buchhalterin", "level": "B2"},
}
