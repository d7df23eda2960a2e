"""Every fault has a test that injects it, or stands on the release check-list for all to see."""

import faults
import requirements


def test_each_fault_is_shown_by_a_test_or_stands_on_the_check_list() -> None:
    shown = {number for number, _ in requirements.marked(name="fault")}
    on_list = faults.listed("By hand") | faults.listed("Open")
    assert shown <= set(faults.FAULTS)
    assert shown | on_list == set(faults.FAULTS)


def test_what_is_open_is_not_called_shown() -> None:
    text = faults.CHECKLIST.read_text(encoding="utf-8")
    assert "## By hand\n" in text
    assert "## Open\n" in text
    assert faults.listed("By hand") | faults.listed("Open") <= set(faults.FAULTS)
