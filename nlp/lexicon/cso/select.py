"""Chooses technologies from the Computer Science Ontology (CSO, CC BY 4.0, https://cso.kmi.open.ac.uk).

`make lexicon` does it: `python -m nlp.lexicon.cso.select CSV > nlp/lexicon/technologies_of_cso.tsv`, where CSV is the
ontology as a table of triples, as cso-classifier 2.3.2 carries it. `selection.toml` says what is chosen. A topic that
our own tables name already only gives them its id; a topic that says a technology of theirs and a general word ("RFID
system") is left out: the shorter name is found in it anyway.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.identity import slug
from nlp.lexicon import SHIPPED, Form, load_lexicon
from nlp.lexicon.folding import fold, plurals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Forms = dict[str, list[Form]]

CHOSEN: Final = SHIPPED / "technologies_of_cso.tsv"
HEADER: Final = """\
# Technologies of the Computer Science Ontology (CSO; Salatino, Osborne, Thanapalasingam, Motta), CC BY 4.0,
# https://cso.kmi.open.ac.uk. Chosen and changed by nlp/lexicon/cso/select.py; do not edit by hand.
id	kind	name	name_zh	aliases	broader	same_as
"""
_NAME = re.compile(r"[a-z0-9][a-z0-9 /.+'-]*")
_SMALL: Final = frozenset("a an and for in of on the to with".split())
_GENERAL: Final = frozenset(
    "application device machine network protocol service software system technology tool equipment".split()
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the ontology: its name, and every label of it."""

    name: str
    labels: frozenset[str]


def topics(triples: Iterable[str]) -> Iterator[Topic]:
    """The topics, equivalent ones as one, sorted by name."""
    primary: dict[str, str] = {}
    same, names = defaultdict[str, set[str]](set), set[str]()
    for line in triples:
        subject, relation, value = (each.strip().strip('"') for each in line.rstrip("\n").split(";"))
        if relation == "rdf:type":
            names.add(subject)
        elif relation == "klink:primaryLabel":
            primary[subject] = value
        elif relation == "klink:relatedEquivalent":
            same[subject].add(value)
            same[value].add(subject)
    found: list[Topic] = []
    seen: set[str] = set()
    for name in sorted(names):
        group: set[str] = set()
        waiting = [name] if name not in seen else []
        while waiting:
            each = waiting.pop()
            if each not in group:
                group.add(each)
                waiting += same[each]
        if group:
            seen |= group
            chief = min(primary.get(each, each) for each in group)
            found.append(Topic(chief, frozenset(group)))
    return iter(sorted(found, key=lambda topic: topic.name))


class Selection:
    """Which topics are technologies, by `selection.toml`."""

    def __init__(self, rules: dict[str, str]) -> None:
        self._heads = frozenset(rules["heads"].split())
        self._vague = frozenset(rules["vague"].split())
        self._excluded = {fold(each) for each in rules["excluded"].split("\n") if each}
        self._included = {fold(each) for each in rules["included"].split("\n") if each}

    def chooses(self, topic: Topic) -> bool:
        """Whether a topic is a technology."""
        folded = {fold(each) for each in topic.labels}
        if folded & self._included:
            return True
        words = fold(topic.name).split()
        return (
            len(words) > 1
            and not folded & self._excluded
            and singular(words[-1]) in self._heads
            and self._vague.isdisjoint(words)
            and bool(_NAME.fullmatch(topic.name))
        )


def singular(word: str) -> str:
    """A noun without its plural ending, if that is a regular one."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "ics", "us", "is")) else word


def rows(chosen: Iterable[Topic], ours: Forms) -> Iterator[str]:
    """A line for each chosen topic: a concept, or the CSO id of a concept we have."""
    new: dict[str, tuple[str, Topic]] = {}
    known: dict[str, str] = {}
    taken: set[str] = set()
    for topic in chosen:
        own = _own(topic, ours)
        if own:
            known.setdefault(own, topic.name)
            continue
        if any(fold(each) in ours for each in topic.labels):
            continue  # a country, a topic or an expression of ours
        *first, last = topic.name.split(" ")
        name = " ".join((*first, singular(last)))
        if slug(name) not in taken:
            taken.add(slug(name))
            new[topic.name] = name, topic
    every = {fold(name) for name, _ in new.values()}
    new = {label: each for label, each in new.items() if not _says_a_known(fold(each[0]).split(), every, ours)}
    names = {fold(name): name for name, _ in new.values()}
    for own, label in known.items():
        yield _row(own, "", (), (), label)
    forms = {fold(form) for name, _ in new.values() for form in (name, *plurals(name))}
    for name, topic in new.values():
        aliases = [each for each in sorted(topic.labels) if _is_alias(each, name, forms)]
        forms |= {fold(form) for each in aliases for form in (each, *plurals(each))}
        yield _row(f"technology:{slug(name)}", name, aliases, _broader(name, names, ours), topic.name)


def forms_of_ours() -> Forms:
    """The forms of our own tables: the lexicon's without those of an earlier choice."""
    rows = CHOSEN.read_text(encoding="utf-8").split("\n") if CHOSEN.exists() else []
    chosen = {cells[0] for row in rows if len(cells := row.split("\t")) > 2 and cells[2]}
    forms = load_lexicon().forms
    return {
        form: kept for form, every in forms.items() if (kept := [each for each in every if each.concept not in chosen])
    }


def _row(concept: str, name: str, aliases: Iterable[str], broader: Iterable[str], label: str) -> str:
    cso = f"cso:{label.replace(' ', '_')}"
    return "\t".join((concept, "TECHNOLOGY", name, "", "|".join(aliases), "|".join(broader), cso))


def _own(topic: Topic, ours: Forms) -> str | None:
    """Our technology that is this topic: the one its name names."""
    return _own_name(topic.name, ours) or next(filter(None, (_own_name(each, ours) for each in topic.labels)), None)


def _own_name(label: str, ours: Forms) -> str | None:
    forms = ours.get(fold(label), ())
    return next((each.concept for each in forms if each.kind == "TECHNOLOGY" and each.spellings is None), None)


def _broader(name: str, names: dict[str, str], ours: Forms) -> list[str]:
    """The wider technology a name ends in. The ontology's own links were mined from texts and say other things too."""
    words = fold(name).split()
    for at in range(1, len(words)):
        shorter = " ".join(words[at:])
        wider = _own_name(shorter, ours) or (shorter in names and f"technology:{slug(names[shorter])}")
        if wider:
            return [wider]
    return []


def _says_a_known(words: list[str], names: set[str], ours: Forms) -> bool:
    if words[-1] not in _GENERAL:
        return False
    shorter = " ".join(words[:-1])
    return shorter in names or any(each.kind == "TECHNOLOGY" for each in ours.get(shorter, ()))


def _is_alias(label: str, name: str, forms: set[str]) -> bool:
    """Whether an equivalent topic's label is another spelling, not a related thing, and no form that is taken."""
    if fold(label) in forms or len(label) < 5 or not _NAME.fullmatch(label):
        return False
    mine, theirs = _stems(label), _stems(name)
    return 2 * len(mine & theirs) > len(mine | theirs) and singular(label.split(" ")[-1]) == name.split(" ")[-1]


def _stems(label: str) -> set[str]:
    return {singular(each) for each in fold(label).split()} - _SMALL


def main(triples: str) -> None:
    """Prints the table that the ontology in a file of triples gives."""
    rules = tomllib.loads(Path(__file__).with_name("selection.toml").read_text(encoding="utf-8"))
    with Path(triples).open(encoding="utf-8") as file:
        found = list(topics(file))
    selection = Selection(rules)
    sys.stdout.write(HEADER)
    for row in rows(filter(selection.chooses, found), forms_of_ours()):
        sys.stdout.write(row + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
