"""Everything a user can ask, in one place: an opened store, the similarity index beside it, and the pipeline."""

from __future__ import annotations

import difflib
import logging
import os
import threading
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final, NoReturn, Self

import numpy as np

from graph.errors import AmbiguousIdError, LitgraphError, NotFoundError, QueryError
from graph.fingerprint import fingerprint
from graph.identity import author_id, parse_author_id, parse_id
from graph.links import LINKS, write_links
from graph.model import KINDS, Paper
from graph.neighbourhood import ALL_RELATIONS, Subgraph, neighbourhood
from graph.similarity import Order, Ranking, Seed, open_index
from graph.similarity.analysis import unspaced
from graph.stores import NEO4J_SCHEMES, open_store
from graph.vectors import fill, pack
from nlp.lexicon import load_lexicon
from nlp.lexicon.kinds import KIND_NAME, shipped_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from graph.model import Annotation, Mention, TextSpan
    from graph.neighbourhood import Relation
    from graph.similarity import Index, Named, Page, PaperFilter, Reason, Weights
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


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking, the index that made it, the milliseconds that took, and what of a search text named concepts."""

    ranking: Ranking
    index: Index
    store: Store
    took_ms: float
    named: tuple[Named, ...] = ()

    def page(
        self, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
    ) -> Page:
        """A stretch of the ranking, from either end or from a cursor."""
        return self.ranking.page(first, after, last, before)

    def facets(self, by: str, first: int) -> list[tuple[str, int]]:
        """The most frequent values among all the papers found, with how many have each."""
        return self.index.facets(self.ranking, by, first)

    def reasons(self, ids: Sequence[str]) -> Mapping[str, tuple[Reason, ...]]:
        """Why each of these papers is in the ranking; the contributions add up to its score."""
        return self.index.explain(self.ranking, ids, self.store)

    def highlights(self, text: str, paper: Paper, mentions: Sequence[Mention] = ()) -> list[TextSpan]:
        """Where a paper has what was searched for; its mentions tell where it names a concept of the search."""
        return self.index.highlights(text, paper, self.named, mentions)


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
        self._fingerprint: tuple[int, str] | None = None
        self._guard = threading.Lock()
        self._loading = threading.Lock()
        self._hashing = threading.Lock()
        self._naming = threading.Lock()

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
        """Lets go of the store's files and connections."""
        self.store.close()

    @property
    def index(self) -> Index:
        """The similarity index as it was last refreshed."""
        return self._index or self.refresh()

    @property
    def indexed(self) -> int | None:
        """The revision of the index as it was last refreshed, or None before that."""
        return self._index.revision if self._index else None

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> Index:
        """The similarity index of what the store says now; cheap where nothing has changed.

        Whoever asks while somebody else brings it up to date is not kept waiting, but gets the one before.
        """
        before = self._index
        if before is None:
            self._guard.acquire()
        elif not self._guard.acquire(blocking=False):
            return before
        try:
            if self._index is None or self._index.revision != self.store.revision():
                self._index = open_index(self.store, self.folder, progress)
            return self._index
        finally:
            self._guard.release()

    def current(self) -> Index:
        """The similarity index to answer from: as the store is now, or nearly.

        A large one is brought up to date behind the scenes, and the one before answers meanwhile.
        """
        before = self._index
        if before is None or before.papers <= SOON:
            return self.refresh()
        if before.revision != self.store.revision() and not self._guard.locked():
            threading.Thread(target=self._refresh_aside, name="litgraph-index", daemon=True).start()
        return before

    def _refresh_aside(self) -> None:
        try:
            self.refresh()
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
        with self._loading:
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
        with self._loading:
            pipeline = self.pipeline
        return pipeline.annotate([pasted(text)])[0]

    def annotator(self, workers: int | None = None) -> Annotator:
        """What an ingest reads papers with, in `workers` processes, by default one a core."""
        from nlp.parallel import Annotator

        with self._loading:
            pipeline = self.pipeline
        return Annotator(pipeline, workers or os.cpu_count() or 1, self._lexicons)

    def find(self, known: str) -> str:
        """The own id of the paper that answers to an id, in any spelling.

        Raises NotFoundError with the nearest ids, and AmbiguousIdError where several papers carry this record id.
        """
        return self.find_all([known])[0]

    def find_all(self, known: Sequence[str]) -> list[str]:
        """The own ids of several papers, as `find` answers for one."""
        owners = self.owners(known)
        return [only_owner(each, owners[each]) or self._missing(each) for each in known]

    def owners(self, known: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers that answer to each id, in any spelling: none, one, or several for a record id."""
        spelt = {each: parse_id(each) or each for each in known}
        found = self.store.resolve([*spelt.values(), *spelt])
        return {each: found.get(spelt[each]) or found.get(each, ()) for each in known}

    def nearest(self, unknown: str) -> list[str]:
        """Up to three paper ids that are spelt much like this one."""
        ids = self.index.search("", order=Order.ID).ids
        spelt = parse_id(unknown) or unknown
        # ids that differ late in their spelling are neighbours in sorted order: no need to compare with all of them
        at, _ = ids.place(spelt)
        near = range(max(0, at - NEARBY), min(len(ids), at + NEARBY))
        return difflib.get_close_matches(spelt, [ids[each] for each in near], n=3)

    def seed(self, papers: Sequence[str] = (), text: str = "", unlike: Sequence[str] = ()) -> Seed:
        """What to compare with: papers by any of their ids, a pasted text, or both, and away from which papers."""
        if not papers and not text.strip():
            raise QueryError("there is nothing to compare with", "name one or more papers, paste a text, or both")
        own, away = (tuple(dict.fromkeys(self.find_all(each))) for each in (papers, unlike))
        if both := sorted({*own} & {*away}):
            raise QueryError(f"{both[0]} is asked for and against", "name each paper on one side only")
        if not text.strip():
            return Seed(papers=own, unlike=away)
        mentions = self.annotate(text).mentions
        concepts = Counter(each.concept for each in mentions)
        return Seed(own, text, concepts, mentions, away, self._vector(text))

    def similar(
        self, seed: Seed, weights: Weights | None = None, where: PaperFilter | None = None, *, fold: bool = True
    ) -> Found:
        """The papers most like the seed, best first, without it; with `fold` only the best of several versions."""
        index, start = self.index, perf_counter()
        return self._found(index.similar(seed, weights, where, fold=fold), index, start)

    def versions(self, papers: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the other versions of papers, given by their own ids."""
        return self.index.versions(papers)

    def search(self, text: str = "", where: PaperFilter | None = None, order: Order = Order.RELEVANCE) -> Found:
        """The papers that a search finds; without a text, all of them that pass the filter.

        Where the text names concepts in Chinese, papers that mention them are found too, in any language.
        """
        index, start = self.index, perf_counter()
        named = self._chinese(index).find(text) if unspaced(text) else ()
        return self._found(index.search(text, where, order, named), index, start, named)

    def listed(self, papers: Sequence[str]) -> Found:
        """These papers as a ranking by id, to count facets over them; what the index does not hold is left out."""
        index, start = self.index, perf_counter()
        ids = index.search("", order=Order.ID).ids
        places = sorted(place for each in papers if (place := ids.find(each)) is not None)
        return self._found(Ranking(np.array(places, np.int64), ids, b"listed", scored=False), index, start)

    def locate(self, known: str) -> str:
        """The id of the node, paper or concept or author, that answers to an id; raises as `find` does."""
        author = parse_author_id(known)
        if author:
            own = self.find(author[0])
            if author[1] < len(self.store.papers([own])[own].authors):
                return author_id(own, author[1])
            raise NotFoundError(f"no author has the id {known}", "ids of authors are on the papers they wrote")
        if self.store.concepts([known]):
            return known
        return self.find(known)

    def neighbourhood(
        self, of: str, via: Collection[Relation] = ALL_RELATIONS, hops: int = 1, limit: int = 100
    ) -> Subgraph:
        """What surrounds a paper, a concept or an author, up to `limit` nodes."""
        return neighbourhood(self.store, self.locate(of), similar=self._likes, via=via, hops=hops, limit=limit)

    def fingerprint(self) -> str:
        """The hash of what the graph says; computed once for each revision of the store."""
        with self._hashing:
            revision = self.store.revision()
            if self._fingerprint is None or self._fingerprint[0] != revision:
                self._fingerprint = revision, fingerprint(self.store)
            return self._fingerprint[1]

    def _vector(self, text: str) -> bytes:
        """The packed sentence vector of a text, if the index holds vectors of the model that is installed."""
        model = self.index.model
        if model is None:
            return b""
        try:
            with self._loading:
                encoder = self.encoder
        except LitgraphError:  # without the extra the other signals take over
            return b""
        return pack(encoder.encode([text])[0]) if encoder.name == model else b""

    def _missing(self, known: str) -> NoReturn:
        near = self.nearest(known)
        advice = "did you mean " + " or ".join(near) + "?" if near else "search for it: litgraph query"
        raise NotFoundError(f"no paper has the id {known}", advice)

    def _likes(self, papers: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
        index = self.index
        return {
            each: [
                (hit.id, hit.score or 0.0) for hit in index.similar(Seed(papers=(each,)), None, None).page(LINKS).hits
            ]
            for each in papers
        }

    def _chinese(self, index: Index) -> ChineseNames:
        """The lexicon's Chinese names and those of the store, read once for each index."""
        from nlp.lexicon.chinese import ChineseNames

        with self._naming:
            if self._names is None or self._names[0] != index.revision:
                stored = (each for batch in self.store.scan_concepts() for each in batch)
                self._names = index.revision, ChineseNames(load_lexicon(self._lexicons), stored)
            return self._names[1]

    def _found(self, ranking: Ranking, index: Index, start: float, named: tuple[Named, ...] = ()) -> Found:
        return Found(ranking, index, self.store, round((perf_counter() - start) * 1000, 3), named)


def only_owner(known: str, owners: Sequence[str]) -> str | None:
    """The one paper that answers to an id, or None; raises AmbiguousIdError where a record id has several."""
    if len(owners) > 1:
        raise AmbiguousIdError(f"{known} is a record id of several papers", f"use one of: {', '.join(owners)}")
    return owners[0] if owners else None


def pasted(text: str) -> Paper:
    """A text that is not stored, as the abstract of a paper without a title."""
    return Paper("", "", text, title_derived=True)


def index_folder(store_url: str, store: Store) -> Path:
    """Where a store's index belongs: beside the file, or in the user's data folder, one for each database."""
    if store_url.partition("://")[0] in NEO4J_SCHEMES:
        from platformdirs import user_data_path

        return user_data_path("litgraph") / store.identity()
    return Path(f"{store.url}.index")
