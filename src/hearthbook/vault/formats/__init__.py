"""What the vault shows to strangers: leaves, tree, notes, checkpoints, proofs, tiles."""

from __future__ import annotations
