"""One request's view of the library: reads of one level wait for each other and become one call to the store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from strawberry.dataloader import DataLoader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.library import Library
    from graph.model import Concept, Mention, Paper

P = ParamSpec("P")
T = TypeVar("T")


class Loaders:
    """Papers, concepts and mentions by id, each id read once a request; what is not there is None."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.papers: DataLoader[str, Paper | None] = batched(library.store.papers)
        self.concepts: DataLoader[str, Concept | None] = batched(library.store.concepts)
        self.mentions: DataLoader[str, tuple[Mention, ...] | None] = batched(library.store.mentions)
        self.narrower: DataLoader[str, tuple[str, ...] | None] = batched(library.store.narrower)
        self.owners: DataLoader[str, tuple[str, ...] | None] = batched(library.owners)
        self._fresh: asyncio.Task[object] | None = None

    async def ask(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer to a question that needs the similarity index, which is brought up to date once a request."""
        if self._fresh is None:
            self._fresh = asyncio.create_task(asyncio.to_thread(self.library.refresh))
        await self._fresh
        return await asyncio.to_thread(question, *args, **kwargs)


def batched(read: Callable[[Sequence[str]], Mapping[str, T]]) -> DataLoader[str, T | None]:
    """A loader that collects the ids of one level and asks `read` once for all of them, in a worker thread."""

    async def load(ids: list[str]) -> list[T | None]:
        found = await asyncio.to_thread(read, ids)
        return [found.get(each) for each in ids]

    return DataLoader(load_fn=load)
