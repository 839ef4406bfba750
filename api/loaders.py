"""One request's view of the library: reads of one level wait for each other and become one call to the store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from strawberry.dataloader import DataLoader

from api.limits import RANKINGS, READS, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from api.library import Library
    from graph.model import Concept, Mention, Paper

P = ParamSpec("P")
T = TypeVar("T")


class Budget:
    """How much one request may still ask for: nested lists multiply, and no look at the query tells how far."""

    def __init__(self, most: int, what: str) -> None:
        self._left = self._most = most
        self._what = what

    def spend(self) -> None:
        """Takes one off; raises TooLargeError when nothing is left."""
        self._left -= 1
        if self._left < 0:
            raise TooLargeError(
                f"the query needs more than {self._most:,} {self._what}", "ask for shorter pages, or nest them less"
            )


class Loader(DataLoader[str, T | None]):
    """Collects the ids of one level and asks `read` once for all of them, in a worker thread; what is not is None."""

    def __init__(self, read: Callable[[Sequence[str]], Mapping[str, T]], budget: Budget) -> None:
        async def load(ids: list[str]) -> list[T | None]:
            found = await asyncio.to_thread(read, ids)
            return [found.get(each) for each in ids]

        super().__init__(load_fn=load)
        self._budget = budget

    def load(self, key: str) -> Awaitable[T | None]:
        """What has this id; an id that was asked for before is not read again."""
        self._budget.spend()
        return super().load(key)


class Loaders:
    """What the resolvers of one request read through: papers and what they cite, concepts, mentions, and the index."""

    def __init__(self, library: Library) -> None:
        store, reads = library.store, Budget(READS, "papers and concepts")
        self.library = library
        self.papers: Loader[Paper] = Loader(store.papers, reads)
        self.concepts: Loader[Concept] = Loader(store.concepts, reads)
        self.mentions: Loader[tuple[Mention, ...]] = Loader(store.mentions, reads)
        self.narrower: Loader[tuple[str, ...]] = Loader(store.narrower, reads)
        self.references: Loader[tuple[str, ...]] = Loader(store.references, reads)
        self.cited_by: Loader[tuple[str, ...]] = Loader(store.cited_by, reads)
        self.owners: Loader[tuple[str, ...]] = Loader(library.owners, reads)
        self.versions: Loader[tuple[str, ...]] = Loader(library.versions, reads)
        self._rankings = Budget(RANKINGS, "rankings")
        self._fresh: asyncio.Task[object] | None = None

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer to a question that needs the similarity index, which is brought up to date once a request."""
        self._rankings.spend()
        if self._fresh is None:
            self._fresh = asyncio.create_task(asyncio.to_thread(self.library.current))
        await self._fresh
        return await asyncio.to_thread(question, *args, **kwargs)
