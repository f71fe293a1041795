"""Why a file as a whole cannot be read."""

from typing import Final

CODES: Final = frozenset(
    {
        "not_a_list",
        "too_large",
        "encoding",
        "empty",
        "header_missing",
        "columns_missing",
        "password_protected",
        "too_many_columns",
        "too_many_errors",
        "unpacked_too_large",
        "as_of_missing",
    }
)


class FileError(Exception):
    """A file that cannot be read; the code is all it says, so that nothing personal can leak from it.

    `columns` names, for `columns_missing`, the headers of the mapping that were looked for in vain.
    """

    def __init__(self, code: str, columns: tuple[str, ...] = ()) -> None:
        assert code in CODES, "file errors come from the closed list"
        super().__init__(code)
        self.code = code
        self.columns = columns
