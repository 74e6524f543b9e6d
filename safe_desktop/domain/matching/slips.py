"""Tells words that differ by one slip of the hand from words that differ. Pure, and quick: no library is loaded."""


def one_slip(one: str, other: str) -> bool:
    """Whether at most one letter or digit is wrong, missing, doubled, or swapped with its neighbour."""
    if one == other:
        return True
    longer = len(one) - len(other)
    if longer > 1 or longer < -1:
        return False
    at, end = 0, min(len(one), len(other))
    while at < end and one[at] == other[at]:
        at += 1
    if longer > 0:
        return one[at + 1 :] == other[at:]
    if longer < 0:
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def abbreviates(short: str, word: str) -> bool:
    """Whether `short` is how people shorten the word: MGMT, GRP, SOLNS, CONS for Consultancy."""
    if len(short) < 2 or len(short) >= len(word) or short[0] != word[0]:
        return False
    at = 1
    for letter in short[1:]:
        at = word.find(letter, at) + 1
        if not at:
            return False
    return True
