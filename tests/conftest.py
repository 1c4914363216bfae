"""What every test shares."""

from __future__ import annotations

from hypothesis import settings

# No test is timed: a slow machine must not make a right answer fail.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
