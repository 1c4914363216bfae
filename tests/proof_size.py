"""How many examples the long proofs try.

An ordinary run tries a few hundred, ``pytest -m heavy`` as many as fit a minute or two, and ``PROOF_EXAMPLES=100000 pytest -m heavy FILE`` that many
in all the proofs of a file that are split, as those of the calendar are by zone.
"""

from __future__ import annotations

import os


def tries(usual: int, parts: int = 1) -> int:
    """Say how many examples one part of a long proof tries: its share of the number that the environment asks for, else the usual one."""
    asked = os.environ.get("PROOF_EXAMPLES")
    return usual if asked is None else -(-int(asked) // parts)
