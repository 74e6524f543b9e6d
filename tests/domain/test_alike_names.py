"""Names that may be one customer, and names that are not."""

from safe_desktop.domain.alike_names import alike


def test_abbreviations_accents_case_and_punctuation_make_no_difference() -> None:
    names = ["The Café & Co. Ltd", "cafe and company limited", "Marsh Foods", "MARSH-FOODS"]
    assert alike(names) == [("MARSH-FOODS", "Marsh Foods"), ("The Café & Co. Ltd", "cafe and company limited")]


def test_other_words_and_names_too_short_to_tell_are_left_alone() -> None:
    assert alike(["Marsh Foods", "Marsh Food", "A", "a."]) == []
    assert alike(["Ann"]) == []
