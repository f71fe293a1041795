"""Keys by which two spellings of one name or one front door are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ı": "i", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
_NO_LETTER = re.compile(r"[^a-z0-9?]+")
#: The same for names in ASCII, which are most: to lower case, and without the rest.
_LOWER = bytes(range(256)).lower()
_DROPPED = bytes(c for c in range(128) if _NO_LETTER.match(chr(c).lower()))


def name_key(name: str) -> str:
    """Fold case, accents, points and spaces: ``B.M. Yılmaz`` and ``bm yilmaz`` give the same key.

    A question mark stays: it is what is left of a letter that the sender's system could not write.
    """
    if name.isascii():
        return name.encode().translate(_LOWER, _DROPPED).decode()
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_SPECIAL))
    return _NO_LETTER.sub("", "".join(c for c in folded if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def suffix_key(letter: str, addition: str) -> str:
    """Fold house letter and addition into one key, since corporations divide them as they like.

    ``A`` as a letter and ``A`` as an addition are the same door; ``huis`` is ``HS``.
    """
    key = re.sub(r"[^A-Z0-9]", "", f"{letter}{addition}".upper())
    return "HS" if key in {"H", "HS", "HUIS"} else key


def search_words(text: str) -> list[str]:
    """Divide names and addresses into the words by which people look: ``Çelik, 116-bis`` is celik, 116 and bis.

    Letters and figures are apart, so that ``1092GK`` is found by ``1092 gk`` and by ``1092``.
    """
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+|\d+", plain)
