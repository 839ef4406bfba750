"""Everything that is asked, kept in one place: an opened store, the similarity index beside it, and the pipeline."""

from __future__ import annotations

import logging
import os
import threading
from functools import cached_property
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Final, Self

from api.reading import Reading
from graph.deadline import held, waits
from graph.errors import GivenUpError, LitgraphError, StoppedError
from graph.fingerprint import fingerprint
from graph.ingest import ingest
from graph.links import write_links
from graph.model import KINDS, Paper
from graph.once import Once
from graph.remove import remove
from graph.similarity import open_index
from graph.stores import NEO4J_SCHEMES, open_store
from graph.vectors import fill, pack
from nlp.lexicon import load_lexicon
from nlp.lexicon.kinds import KIND_NAME, shipped_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.ingest import Report, Source
    from graph.model import Annotation
    from graph.similarity import Index
    from graph.store import Store
    from nlp.lexicon.chinese import ChineseNames
    from nlp.lexicon.kinds import Kind
    from nlp.parallel import Annotator
    from nlp.pipeline import Pipeline
    from nlp.semantic import MiniLmEncoder

NEARBY: Final = 200

SOON: Final = 5_000
"""So many papers are indexed in a second or two: whoever asks can wait."""

log = logging.getLogger("litgraph")


class Library:
    """A store with its similarity index and its pipeline, each of the two opened when it is first needed.

    Methods may be called from any thread.
    """

    def __init__(self, store: Store, folder: Path, model: str | None = None, lexicons: Sequence[Path] = ()) -> None:
        self.store = store
        self.folder = folder
        self._model = model
        self._lexicons = tuple(lexicons)
        self._own_kinds: tuple[int, tuple[str, ...]] | None = None
        self._names: tuple[int, ChineseNames] | None = None
        self._index: Index | None = None
        self.index_trouble = ""
        """Why the index could not be made or brought up to date the last time; empty when it could."""
        self.on_refresh: Callable[[int, Index | LitgraphError], object] | None = None
        """Hears what came of it whenever the index was brought up to date, and when that began (ns since 1970)."""
        self._fingerprint: tuple[int, str] | None = None
        self._guard = threading.Lock()
        self._loading = threading.Lock()
        # what is worked out for everybody is finished, even where who asked for it first has no time to wait
        self._indexing, self._hashing, self._naming = Once(), Once(), Once()
        self._writing = threading.Lock()

    @classmethod
    def open(
        cls,
        store_url: str,
        index: Path | None = None,
        *,
        create: bool = False,
        model: str | None = None,
        lexicons: Sequence[Path] = (),
    ) -> Library:
        """The library of the store at a url, its index in the folder `index` or where such indexes belong.

        With `create` a SQLite file that is not there yet is made; `model` names a statistical model that reads along,
        `lexicons` are the user's own. Raises SourceError, before anything is opened, for one that cannot be read.
        """
        if lexicons:
            load_lexicon(lexicons)
        store = open_store(store_url, create=create)
        return cls(store, index or index_folder(store_url, store), model, lexicons)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops what is worked out behind the scenes, then lets go of the store's files and connections."""
        for each in (self._indexing, self._hashing, self._naming):
            each.close()
        self.store.close()

    def reading(self) -> Reading:
        """What can be asked, of the similarity index as it was last refreshed."""
        return Reading(self, self.index)

    @property
    def index(self) -> Index:
        """The similarity index as it was last refreshed."""
        return self._index or self.refresh()

    @property
    def indexed(self) -> int | None:
        """The revision of the index as it was last refreshed, or None before that."""
        return self._index.revision if self._index else None

    @property
    def refreshing(self) -> bool:
        """Whether the index is being brought up to date: what it says is not all that the store does."""
        return self._indexing.running

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> Index:
        """The similarity index of what the store says now; cheap where nothing has changed.

        Whoever asks while somebody else brings it up to date is not kept waiting, but gets the one before.
        """
        before = self._index
        if before is not None and (self._indexing.running or before.revision == self.store.revision()):
            return before
        return self._indexing.result(lambda: self._refreshed(progress))

    def _refreshed(self, progress: Callable[[int, int], None] | None) -> Index:
        with self._guard:
            if self._index is None or self._index.revision != self.store.revision():
                began = time_ns()
                try:
                    self._index = open_index(self.store, self.folder, progress)
                except LitgraphError as error:
                    self._came_of(began, error)
                    raise
                self._came_of(began, self._index)
            return self._index

    def _came_of(self, began: int, what: Index | LitgraphError) -> None:
        self.index_trouble = str(what) if isinstance(what, LitgraphError) else ""
        if self.on_refresh:
            self.on_refresh(began, what)

    def current(self) -> Index:
        """The similarity index to answer from: as the store is now, or nearly.

        A large one is brought up to date behind the scenes, and the one before answers meanwhile.
        """
        before = self._index
        if before is None or before.papers <= SOON:
            return self.refresh()
        if before.revision != self.store.revision() and not self._indexing.running:
            self.refresh_aside()
        return before

    def refresh_aside(self) -> None:
        """Has the index brought up to date behind the scenes."""
        threading.Thread(target=self._refresh_quietly, name="litgraph-index", daemon=True).start()

    def _refresh_quietly(self) -> None:
        try:
            self._indexing.result(lambda: self._refreshed(None))
        except StoppedError:  # the library is closed
            return
        except LitgraphError as error:  # the next question tries again
            log.warning("the similarity index stays behind its store: %s", error)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> Index:
        """The similarity index, built anew whether it seems to be current or not."""
        with self._guard:
            self._index = open_index(self.store, self.folder, progress, rebuild=True)
            return self._index

    def link(self, progress: Callable[[int, int], None] | None = None, *, anew: bool = False) -> None:
        """Links every paper in the store to those most like it, as the index has them; `anew` trusts no list there."""
        write_links(self.store, self.index, progress, anew=anew)

    @cached_property
    def pipeline(self) -> Pipeline:
        """What reads texts; loading it takes a moment."""
        from nlp.pipeline import load_pipeline

        return load_pipeline(self._model, self._lexicons)

    @cached_property
    def encoder(self) -> MiniLmEncoder:
        """What makes vectors of texts, from the extra `semantic`; raises LitgraphError where that is not installed."""
        from nlp.semantic import load_encoder

        return load_encoder()

    def encode(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Makes the vectors of the papers that have none yet, and says how many; the index is not refreshed by it."""
        with held(self._loading):
            encoder = self.encoder
        return fill(self.store, encoder, progress)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of the lexicon by name; the store may hold others, of a lexicon it was ingested with."""
        return load_lexicon(self._lexicons).kinds if self._lexicons else shipped_kinds()

    def own_kinds(self) -> tuple[str, ...]:
        """The kinds that are none of the shipped ones, in the lexicon or in the store, sorted."""
        revision = self.store.revision()
        if self._own_kinds is None or self._own_kinds[0] != revision:
            names = {*self.kinds, *self.store.concept_kinds()} - {*KINDS}
            self._own_kinds = revision, tuple(sorted(filter(KIND_NAME.fullmatch, names)))
        return self._own_kinds[1]

    def annotate(self, text: str) -> Annotation:
        """The mentions in a text that is not stored, and the concepts they name."""
        waits()
        with held(self._loading):
            pipeline = self.pipeline
        return pipeline.annotate([pasted(text)])[0]

    def annotator(self, workers: int | None = None) -> Annotator:
        """What an ingest reads papers with, in `workers` processes, by default one a core."""
        from nlp.parallel import Annotator

        with held(self._loading):
            pipeline = self.pipeline
        return Annotator(pipeline, workers or os.cpu_count() or 1, self._lexicons)

    def take_in(self, source: Source) -> Report:
        """Brings a source in, index and lists of similar papers included; one after another, whoever asks."""
        with self._writing:
            report = ingest(self.store, source, self.annotator(workers=1))
            self.refresh()
            self.link()
            return report

    def take_out(self, papers: Sequence[str]) -> tuple[str, ...]:
        """Takes papers out by their own ids, index and lists of similar papers included; says which were there."""
        with self._writing:
            removed = remove(self.store, papers)
            self.refresh()
            self.link()
            return removed

    def fingerprint(self) -> str:
        """The hash of what the graph says; computed once for each revision of the store."""
        revision, known = self.store.revision(), self._fingerprint
        while known is None or known[0] < revision:
            known = self._hashing.result(self._hashed)
        return known[1]

    def _hashed(self) -> tuple[int, str]:
        self._fingerprint = known = self.store.revision(), fingerprint(self.store)
        return known

    def vector(self, text: str, model: str | None) -> bytes:
        """The packed sentence vector of a text by a model; empty without one, or where another is installed."""
        if model is None:
            return b""
        waits()
        try:
            with held(self._loading):
                encoder = self.encoder
        except GivenUpError:
            raise
        except LitgraphError:  # without the extra the other signals take over
            return b""
        return pack(encoder.encode([text])[0]) if encoder.name == model else b""

    def chinese(self, index: Index) -> ChineseNames:
        """The lexicon's Chinese names and those of the store, read once for each index."""
        known = self._names
        while known is None or known[0] != index.revision:
            known = self._naming.result(lambda: self._named(index.revision))
        return known[1]

    def _named(self, revision: int) -> tuple[int, ChineseNames]:
        from nlp.lexicon.chinese import ChineseNames

        stored = (each for batch in self.store.scan_concepts() for each in batch)
        self._names = known = revision, ChineseNames(load_lexicon(self._lexicons), stored)
        return known


def pasted(text: str) -> Paper:
    """A text that is not stored, as the abstract of a paper without a title."""
    return Paper("", "", text, title_derived=True)


def index_folder(store_url: str, store: Store) -> Path:
    """Where a store's index belongs: beside the file, or in the user's data folder, one for each database."""
    if store_url.partition("://")[0] in NEO4J_SCHEMES:
        from platformdirs import user_data_path

        return user_data_path("litgraph") / store.identity()
    return Path(f"{store.url}.index")
