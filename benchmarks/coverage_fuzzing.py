"""Inputs that a coverage-guided fuzzer makes of small samples, into every reader of text.

    make .venv/.bench
    python -m benchmarks.coverage_fuzzing CORPUS_DIR [-runs=10000] [any other option of libFuzzer]

The first byte of an input chooses the format, the rest is the text. Whatever a reader raises ends the run with the
input kept as crash-…; one that takes more than 5 s or 1 GB ends it too. New inputs that reach new code are kept in
CORPUS_DIR, which is filled with the samples when it is empty.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nlp.readers", "graph.identity", "graph.orcids"]):
    from graph.identity import identify
    from graph.records import Record
    from nlp.readers import FORMATS, read_text
    from nlp.sample import sample_paths

NAMES = [each for each in FORMATS if each != "xlsx"]
SAMPLES = {
    "jsonl": '{"title": "Towns", "authors": [{"given": "Jane", "family": "Doe"}], "DOI": "10.5555/a", "year": 2020}\n',
    "ris": "TY  - JOUR\nTI  - Towns\nAU  - Doe, Jane\nDO  - 10.5555/a\nSP  - 1\nEP  - 9\nER  - \n",
    "nbib": "PMID- 1\nTI  - Towns\nFAU - Doe, Jane\nAUID- ORCID: 0000-0002-1825-0097\nLID - 10.5555/a [doi]\n",
    "endnote": "%0 Journal Article\n%T Towns\n%A Doe, Jane\n%R 10.5555/a\n",
    "wos": "FN Clarivate\nVR 1.0\nPT J\nAU Doe, J\nTI Towns\nCR Roe R, 2001, X, DOI 10.5555/b\nER\n\nEF\n",
    "csv": 'Title,Abstract,Authors,DOI\n"Towns","We ask.","Doe, Jane; Roe, R.",10.5555/a\n',
    "pubmed": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>Towns"
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "jats": '<article><front><article-meta><article-id pub-id-type="doi">10.5555/a</article-id><title-group>'
    "<article-title>Towns</article-title></title-group></article-meta></front></article>",
    "acl": '<collection id="2020.x"><volume id="1"><paper id="1"><title>Towns</title></paper></volume></collection>',
    "oai": "<OAI-PMH><ListRecords><record><header><identifier>x</identifier></header><metadata><dc><title>Towns</title>"
    "</dc></metadata></record></ListRecords></OAI-PMH>",
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2503.00001</id>'
    "<title>Towns</title></entry></feed>",
    "cassette": 'interactions:\n- request:\n    uri: x\n  response:\n    body:\n      string: \'{"title": "Towns"}\'\n'
    "    status:\n      code: 200\n",
}


def one(data: bytes) -> None:
    """Reads an input to its end."""
    if len(data) < 2:
        return
    form = NAMES[data[0] % len(NAMES)]
    text = data[1:].decode("utf-8", "replace")
    if not text.strip():
        return
    for entry in read_text(text, "input", form).records() if "\0" not in text else ():
        if isinstance(entry, Record):
            identify(entry, "input")


def main() -> None:
    corpus = Path(next(each for each in sys.argv[1:] if not each.startswith("-")))
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for name, text in SAMPLES.items():
            (corpus / name).write_bytes(bytes([NAMES.index(name)]) + text.encode())
        for path in sample_paths():
            name = "bibtex" if path.suffix == ".bib" else "portal"
            (corpus / name).write_bytes(bytes([NAMES.index(name)]) + path.read_bytes()[:4000])
    options = ["-timeout=5", "-rss_limit_mb=1024", "-max_len=8000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
