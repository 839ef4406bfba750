"""One paper, as many sources write it: whatever the formats, it is one node that names them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.conftest import Run

SAYS = "Dutch towns use Twitter to reach citizens, and the Netherlands like it."
FILES = {
    "a.bib": f"@article{{a, title={{Towns on Twitter}}, abstract={{{SAYS}}}, doi={{10.5555/TOWNS}}}}",
    "b.ris": f"TY  - JOUR\nTI  - Towns on Twitter\nAB  - {SAYS}\nDO  - https://doi.org/10.5555/towns\nER  -\n",
    "c.nbib": f"PMID- 12\nTI  - Towns on Twitter\nLID - 10.5555/towns [doi]\nAB  - {SAYS}\n",
    "d.enw": f"%0 Journal Article\n%T Towns on Twitter\n%R 10.5555/towns\n%X {SAYS}\n",
    "e.ciw": f"PT J\nTI Towns on Twitter\nAB {SAYS}\nDI 10.5555/towns\nPM 12\nER\n",
    "f.csv": f'Title,Abstract,DOI\nTowns on Twitter,"{SAYS}",dx.doi.org/10.5555/towns\n',
    "g.jsonl": f'{{"title": "Towns on Twitter", "abstract": "{SAYS}", "pmid": 12}}\n',
    "h.xml": "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>12</PMID><Article><ArticleTitle>Towns on Twitter"
    f"</ArticleTitle><Abstract><AbstractText>{SAYS}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "i.xml": '<article><front><article-meta><article-id pub-id-type="doi">10.5555/towns</article-id><title-group>'
    f"<article-title>Towns on Twitter</article-title></title-group><abstract><p>{SAYS}</p></abstract>"
    "</article-meta></front></article>",
}
ASKED = '{ paper(id: "pmid:12") { id otherIds sources { name } concepts(kinds: ["COUNTRY"]) { nodes { id } } } }'


def test_one_paper_in_nine_formats_is_one_node(litgraph: Run) -> None:
    folder = Path("papers")
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    done = litgraph("ingest", "papers", "--json")
    assert done.status == 0
    assert (done.json["papers"], len(done.json["sources"])) == (1, len(FILES))
    paper = litgraph("query", ASKED).json["data"]["paper"]
    assert paper["id"] == "doi:10.5555/towns"
    assert "pmid:12" in paper["otherIds"]
    assert sorted(each["name"] for each in paper["sources"]) == sorted(FILES)
    assert paper["concepts"]["nodes"] == [{"id": "country:NL"}]
