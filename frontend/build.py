"""Make what the phone page is served with: its words, and the list of its files.

Run as `python frontend/build.py` after any change to the page or its words. The bundle of the
age library is made apart, by `npm run build` in this folder; users need neither.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parents[1] / "src/hearthbook"
PAGE: Final = SOURCE / "web/phone"
LANGUAGES: Final = ("en", "ru")
_OWN: Final = ("files.js", "sw.js")


def words(language: str) -> bytes:
    """Return the page's words of a language, from the catalogue all the program uses."""
    areas = sorted((SOURCE / f"words/{language}").glob("page*.toml"))
    texts = (area.read_text("utf-8") for area in areas)
    said = {name: one for text in texts for name, one in tomllib.loads(text).items()}
    plain = {name.removeprefix("page-"): sentence for name, sentence in said.items()}
    return (json.dumps(plain, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def listing() -> bytes:
    """Return the list of the page's files, with a version that is a hash of all they hold."""
    names = sorted(path.name for path in PAGE.iterdir() if path.name not in _OWN)
    whole = hashlib.sha256()
    for name in [*names, "sw.js"]:
        digest = hashlib.sha256((PAGE / name).read_bytes()).digest()
        whole.update(name.encode() + b"\0" + digest)
    page = {"version": whole.hexdigest()[:16], "files": ["./", *names]}
    return f"self.PAGE = {json.dumps(page, indent=1)};\n".encode()


def main() -> None:
    """Write the words and the list."""
    for language in LANGUAGES:
        (PAGE / f"words-{language}.json").write_bytes(words(language))
    (PAGE / "files.js").write_bytes(listing())


if __name__ == "__main__":
    main()
