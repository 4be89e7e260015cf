"""Errors: the program or the machine is wrong. What is wrong with a submission is a Finding or a Problem."""


class ChayanError(Exception):
    """Anything that stops a command; `exit_status` is what the command ends with."""

    exit_status = 3


class UsageError(ChayanError):
    """The command was given something it cannot work with: one clear sentence says what and what to do."""

    exit_status = 2


class NothingToVerifyError(UsageError):
    """None of the archives could be opened."""


class ProgrammeError(UsageError):
    """A programme file that is not as it must be."""


class WorkerFailedError(ChayanError):
    """Workers cannot be started or cannot go on (full disk, no OCR engine) without a document being to blame."""


class ServerError(ChayanError):
    """The Prefect server that was asked for does not answer."""
