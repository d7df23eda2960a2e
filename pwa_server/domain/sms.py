"""How many parts a text message has: each part is paid for, and a long one may arrive in pieces."""

# GSM 03.38: one sign each, and those that take two.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")
ONE_PART, EACH_OF_SEVERAL = 160, 153
ONE_PART_UNICODE, EACH_OF_SEVERAL_UNICODE = 70, 67


def parts(text: str) -> int:
    """The number of parts: 160 signs, or 153 in each of several; 70 and 67 where one sign is not of the GSM alphabet."""
    if all(sign in _BASIC or sign in _TWICE for sign in text):
        return _counted([2 if sign in _TWICE else 1 for sign in text], ONE_PART, EACH_OF_SEVERAL)
    # A sign beyond the first 65,536 takes two places, and is never cut in the middle.
    places = [len(sign.encode("utf-16-be")) // 2 for sign in text]
    return _counted(places, ONE_PART_UNICODE, EACH_OF_SEVERAL_UNICODE)


def _counted(places: list[int], one: int, each: int) -> int:
    if sum(places) <= one:
        return 1
    found, room = 1, each
    for place in places:
        if place > room:
            found, room = found + 1, each
        room -= place
    return found
