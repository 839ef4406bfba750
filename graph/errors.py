"""What can go wrong, said in one line each.

LitgraphError                  message, advice
├── SourceError                a file or stream that cannot be read as literature
├── NotFoundError              no such paper, concept, author (with the nearest ids)
├── AmbiguousIdError           a source's own id that several papers carry
├── QueryError                 a question that has no answer as it is put (a negative weight)
│   └── BadCursorError         a cursor that this list never handed out
├── IndexBuildError            the similarity index cannot be written or read
├── BackupError                a backup that is damaged, or that does not fit where it is to go
├── GivenUpError               work that was not finished
│   ├── TimedOutError          it took too long
│   ├── NotQuickError          it was to be done at once, and cannot be
│   └── StoppedError           nobody waits for it any more
└── StoreError
    ├── StoreMissingError      nothing at that url, or a folder that is not there
    ├── StoreUnavailableError  the server is down, or went away
    ├── StoreDeniedError       credentials that are refused, or nothing may be written
    ├── StoreDamagedError      a file that is no store, or a broken one
    ├── StoreFormatError       a store that an older or a newer litgraph wrote
    └── StoreFullError         no room left on the disk
"""

from __future__ import annotations


class LitgraphError(Exception):
    """An error a person can act on: what happened, and what to do about it."""

    code = "ERROR"

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} ({self.advice})" if self.advice else self.message


class SourceError(LitgraphError):
    """A source that cannot be read at all: missing, empty, binary, or of no known format."""

    code = "SOURCE"


class NotFoundError(LitgraphError):
    """Nothing in the store has this id."""

    code = "NOT_FOUND"


class AmbiguousIdError(LitgraphError):
    """A source's own record id that more than one paper carries."""

    code = "AMBIGUOUS_ID"


class QueryError(LitgraphError):
    """A question that cannot be answered as it is put."""

    code = "BAD_QUERY"


class BadCursorError(QueryError):
    """A cursor that this list never handed out."""

    code = "BAD_CURSOR"


class IndexBuildError(LitgraphError):
    """The similarity index cannot be written or read."""

    code = "INDEX"


class BackupError(LitgraphError):
    """A backup that cannot be read, or not be brought into the store that was named."""

    code = "BACKUP"


class GivenUpError(LitgraphError):
    """Work that was not finished; whoever asked gets nothing of it."""

    code = "GIVEN_UP"


class TimedOutError(GivenUpError):
    """It took longer than it may."""

    code = "TIMEOUT"


class NotQuickError(GivenUpError):
    """What was to be done at once takes longer, or waits for something: it is to be done elsewhere."""


class StoppedError(GivenUpError):
    """Nobody waits for it any more."""

    code = "STOPPED"


class StoreError(LitgraphError):
    """The store could not do what was asked; nothing was lost."""

    code = "STORE"


class StoreMissingError(StoreError):
    """There is no store at that url."""

    code = "STORE_MISSING"


class StoreUnavailableError(StoreError):
    """The server does not answer, or the file is locked by somebody else."""

    code = "STORE_UNAVAILABLE"


class StoreDeniedError(StoreError):
    """The server refuses the user name or the password, or nothing may be written there."""

    code = "STORE_DENIED"


class StoreDamagedError(StoreError):
    """The file is no litgraph store, or it is damaged."""

    code = "STORE_DAMAGED"


class StoreFormatError(StoreError):
    """An older or a newer litgraph wrote the store."""

    code = "STORE_FORMAT"


class StoreFullError(StoreError):
    """The disk is full."""

    code = "STORE_FULL"
