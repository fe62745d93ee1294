"""Named places at which a test lets the process die, to show that nothing is lost or done twice.

`CERTIFY_CRASH_AT=issue.prepared` ends the process the moment it gets there, as `kill -9` would: nothing is flushed,
closed or rolled back by us. Without the variable these calls do nothing.
"""

from __future__ import annotations

import os

VARIABLE = "CERTIFY_CRASH_AT"
EXIT_STATUS = 137  # what a shell shows for a process that was killed by signal 9

POINTS: tuple[str, ...] = (
    "task.taken",  # a task is ours, nothing is done yet
    "issue.taken",  # nothing is chosen
    "issue.chosen",  # number and slot are chosen, nothing is recorded
    "issue.prepared",  # the exact bytes are recorded, nothing is signed
    "issue.voided",  # the key fell away before it signed, and the prepared certificate was given up
    "issue.signed",  # signed, and known to nobody else
    "issue.verified",  # our own verifier accepted it
    "issue.recorded",  # the certificate counts, the task is not done
    "supersede.recorded",  # the former certificate has given way in the register, and in no list yet
    "publish.signed",  # a status list is signed, the transaction is open
    "publish.stored",  # both lists are published, the history is not
    "publish.history",  # the status history is published, the task is not done
    "trust.signed",  # a trust list is signed, the transaction is open
    "trust.stored",  # the trust list is published
    "notify.told",  # the notices stand, no mail has gone
    "notify.sent",  # a mail has gone, the task is not done
    "task.done",  # a task's work is done, and it is not marked as done
)


def crash(point: str) -> None:
    """Die here if a test asked for it. Raises ValueError for a place that is not listed in `POINTS`."""
    if point not in POINTS:
        raise ValueError(f"no such place: {point}")
    if os.environ.get(VARIABLE) == point:
        os._exit(EXIT_STATUS)
