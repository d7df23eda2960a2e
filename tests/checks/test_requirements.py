"""Every requirement of the method has a test that shows it."""

import requirements


def test_each_requirement_is_shown_by_a_test() -> None:
    shown = {number for number, _ in requirements.marked()}
    assert shown == set(requirements.REQUIREMENTS)
