"""What `check` says about one thing."""

from dataclasses import dataclass

OK, PROBLEM, NOTE = "ok", "PROBLEM", "note"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mark` is ok, note (nothing to do, but to know) or PROBLEM."""

    what: str
    mark: str
    words: str

    @property
    def is_problem(self) -> bool:
        return self.mark == PROBLEM
