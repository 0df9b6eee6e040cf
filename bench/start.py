"""`python -m bench.start`: what it takes a command to be there, against Python alone.

`COMMAND --help` loads all that the command loads before it looks at a vault. The least
processor time of several runs that take turns.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from bench.measure import took

COMMANDS: Final = ("", "log", "show", "find", "take-in", "bundle", "verify", "serve")


def main() -> None:
    """Print a line for Python alone, for the help, and for each command."""
    parser = argparse.ArgumentParser(prog="python -m bench.start")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    runs = {"python": [sys.executable, "-c", "pass"]}
    for name in COMMANDS:
        typed = [one for one in (name, "--help") if one]
        runs[name or "--help"] = [sys.executable, "-m", "hearthbook.cli", *typed]
    least: dict[str, float] = {}
    for _ in range(rounds):
        for name, command in runs.items():
            least[name] = min(took(command).cpu, least.get(name, 60))
    for name, spent in least.items():
        figure = {"figure": "start", "command": name, "cpu": spent}
        print(json.dumps({**figure, "times_python": round(spent / least["python"], 1)}))


if __name__ == "__main__":
    main()
