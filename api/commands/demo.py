"""litgraph demo: the main job on the sample corpus."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from api.commands.serve import serve
from api.commands.similar import as_text
from api.console import lexicon_option, open_library
from api.loading import Loading, Opening, link, say

SHOWN = 2
SEED = "7"


@click.command("demo")
@click.option("--serve/--no-serve", "serving", default=True, show_default=True, help="Serve the sample when done.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to serve on.")
@click.option("--store", metavar="URL", help="Where to load it. Default: a fresh file in a temporary folder.")
@lexicon_option
def command(serving: bool, port: int, store: str | None, lexicons: tuple[Path, ...]) -> None:
    """Load the sample corpus into a fresh store, say what is in it, explain one list of similar papers, and serve it.

    The sample is two dozen abstracts on social media, AI and ICT in government, written for this project: a page as the
    portal prints it, and a BibTeX file that holds a few of the same papers.
    """
    from nlp.sample import sample_paths

    with tempfile.TemporaryDirectory(prefix="litgraph-") as folder:
        url = store or str(Path(folder) / "demo.db")
        with open_library(url, None, create=True, lexicons=lexicons) as library:
            reports, _ = Loading(library, Opening(), workers=1, quiet=True).load([str(each) for each in sample_paths()])
            link(library, quiet=True)
            counts, kinds = library.store.counts(), library.store.concept_kinds()
            say(reports, f"{counts.papers} papers, {counts.concepts} concepts, {counts.mentions} mentions")
            click.echo("  " + ", ".join(f"{count} {kind.lower()}" for kind, count in kinds.items()))
            own = library.reading().find(SEED)
            click.echo(f"\nWhat is like “{library.store.papers([own])[own].title}”, and why?")
            click.echo(as_text(library, library.reading().similar(library.reading().seed([own])), SHOWN, quote=True))
        if serving:
            click.echo()
            serve("127.0.0.1", port, url, None, lexicons)
