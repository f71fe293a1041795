"""What a log may not hold."""

from __future__ import annotations

import logging
import re

#: In an address, what comes before a key: whoever reads the key could act in somebody's place.
KEYS = re.compile(r"(/look-back/|/reset/key/)[^/\s]+")


class KeysLeftOut(logging.Filter):
    """Take keys out of each line before it is written; no line is held back."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEYS.sub(r"\1…", record.getMessage()), ()
        return True
