"""`make demo`: one invented family, from its exports and its story to a verified bundle.

Everything is made anew from a fixed seed, written to disk as a phone would export it, and taken
in by the same commands a parent types. Each command is shown before it runs.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from demo.world import SEED
from demo.world import family
from demo.world import told_story
from demo.world import write_exports
from hearthbook.app.household import household
from hearthbook.cli import main

if TYPE_CHECKING:
    from demo.world import Family

HERE = Path(__file__).parent
OUT = HERE / "out"
VAULT = OUT / "family.vault"
PASS = OUT / "passphrase.txt"
BUNDLE = HERE / "bundle.pdf"
STORY = OUT / "story.txt"
PASSPHRASE = "four lullabies at three\n"
UNLOCK = ("--passphrase-file", str(PASS))


def run(*words: str, most: int = 40) -> None:
    """Type one command, show the first lines of its answer, and stop if it ends badly."""
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    print(f"\n$ hearthbook {shown.replace(str(HERE), 'demo')}", flush=True)
    held = io.StringIO()
    with contextlib.redirect_stdout(held):
        code = main([*words])
    lines = held.getvalue().replace(f"{HERE}/", "demo/").splitlines()
    for line in lines[:most]:
        print(line[:150])
    if len(lines) > most:
        print(f"   ... and {len(lines) - most} more lines")
    if code:
        sys.exit(f"the demo stopped: that command ended with {code}")


def step(text: str) -> None:
    """Say what comes next."""
    print(f"\n== {text}", flush=True)


def write_diary(world: Family) -> None:
    """Put the acts of care, visits, incidents and payments into the vault."""
    with household(str(VAULT), PASSPHRASE.strip()) as home:
        records = world.records
        for start in range(0, len(records), 1000):
            home.add("record", records[start : start + 1000])
            done = min(start + 1000, len(records))
            print(f"\r   {done} of {len(records)} entries", end="", flush=True)
        print()


def exports(world: Family) -> list[Path]:
    """Write what the phones hold to disk, as they would export it."""
    step("An invented family: twins, eight months, from a fixed seed")
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    PASS.write_text(PASSPHRASE, "utf-8")
    STORY.write_text(told_story(world), "utf-8")
    written = write_exports(world, OUT / "exports")
    for path in (*written, STORY):
        print(f"   {path.name}: {path.stat().st_size:,} bytes")
    return written


def fill(world: Family, files: list[Path]) -> None:
    """Make the vault, write the diary into it, and take in the exports and the story."""
    step("A vault, and the diary of eight months")
    run("init", str(VAULT), "--name", world.writer, "--zone", world.zone, *UNLOCK)
    write_diary(world)
    step("What her phone holds")
    said = ("--zone", world.zone, "--me", world.writer)
    run("take-in", str(VAULT), *map(str, files), *said, *UNLOCK)
    step("Her story: drafts, and nothing counts until she says yes")
    run("story", str(VAULT), str(STORY), *UNLOCK)
    run("drafts", str(VAULT), "--kind", "person-draft", *UNLOCK)


def lead(world: Family) -> None:
    """Write the case down, and hand the signed heads to the lawyer."""
    step("A case, and heads for her lawyer")
    case = ("case", str(VAULT))
    court = ("--court", "Amtsgericht Springfeld", "--number", "12 F 34/26")
    run(*case, "add", "proceeding", "--name", "Custody", *court, *UNLOCK)
    handed = ("--with", "Amtsgericht Springfeld", "--at", "2026-03-20", "--by", world.writer)
    run(*case, "add", "filing", "--what", "Petition for custody", *handed, *UNLOCK)
    heard = ("--at", "2026-06-25T09:30", "--place", "Room 1", "--status", "kept")
    run(*case, "add", "appointment", "--sort", "hearing", "--what", "First", *heard, *UNLOCK)
    run(*case, *UNLOCK)
    run("heads", str(VAULT), "export", "-o", str(OUT / "heads"), *UNLOCK)


def show(world: Family) -> None:
    """Print the findings, and press, seal and verify."""
    step("What it says")
    run("show", str(VAULT), "counts", *UNLOCK)
    run("show", str(VAULT), "absence", "--person", world.father, "--longer-than", "14", *UNLOCK)
    run("show", str(VAULT), "contact", "--person", world.his_mother, *UNLOCK)
    step("Sealed, pressed, verified")
    run("seal", str(VAULT), *UNLOCK)
    thread = ("--person", world.father, "--thread", world.father)
    run("bundle", str(VAULT), "-o", str(BUNDLE), *thread, *UNLOCK)
    run("verify", str(BUNDLE))
    run("verify", str(VAULT), *UNLOCK)


def demo() -> None:
    """Go the whole way once."""
    begun = time.monotonic()
    world = family(SEED)
    fill(world, exports(world))
    lead(world)
    show(world)
    print(f"\nDone in {round(time.monotonic() - begun)} s. Open demo/bundle.pdf.")
    print("The vault is demo/out/family.vault, its passphrase in demo/out/passphrase.txt.")
    print("In a browser: .venv/bin/hearthbook serve demo/out/family.vault")
    print("Go on with, for example:")
    print("  .venv/bin/hearthbook show demo/out/family.vault chronology --from 2026-01-01 \\")
    print("      --to 2026-01-08 --passphrase-file demo/out/passphrase.txt")
    print("  .venv/bin/hearthbook --help")


if __name__ == "__main__":
    demo()
