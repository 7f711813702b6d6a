"""The password of everybody in the tests, and its hash."""

from typing import Final

from argon2 import PasswordHasher

PASSWORD: Final = "correct horse battery"
QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASHED: Final = QUICK.hash(PASSWORD)
"""Argon2id as the program's own, whose cost stands in the hash: here next to none, since a run looks at a thousand
passwords, each of which would take a tenth of a second on purpose."""
