"""What kind of publication a paper is, as far as its fields tell: styles and formats write each kind differently."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.model import Paper

_MEETING = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|symposium|workshop|congress|meeting)(?!\s+(?:report|series|abstracts))"
    r"|会议|论文集",
    re.IGNORECASE,
)
_JOURNALS = re.compile(
    r"^(?:the )?proceedings of the (?:national academy|ieee$|royal society|american|london|biological)"
    r"|\b(?:journal|letters|transactions|review|magazine)\b",
    re.IGNORECASE,
)
_ARXIV = re.compile(r"\barxiv\b", re.IGNORECASE)
_POSTED = re.compile(r"(?:^|/)(\d\d)(?:0[1-9]|1[0-2])(?=\.\d|\d{3}$)")
_ARXIV_BEGAN = 90
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")


class Publication(Enum):
    """Kinds of publication that citations tell apart."""

    JOURNAL = "journal"
    MEETING = "meeting"
    PREPRINT = "preprint"
    UNKNOWN = "unknown"


def publication(paper: Paper) -> Publication:
    """Where the paper appeared: told by its venue's name, and by an arXiv id where there is no venue but arXiv."""
    venue = paper.venue or ""
    if not venue or _ARXIV.search(venue):
        if arxiv_number(paper) or venue:
            return Publication.PREPRINT
        return Publication.JOURNAL if paper.volume or paper.issue else Publication.UNKNOWN
    if _MEETING.search(venue) and not _JOURNALS.search(venue):
        return Publication.MEETING
    return Publication.JOURNAL


def arxiv_number(paper: Paper) -> str:
    """What arXiv calls the paper (`2401.01234`), or nothing."""
    known = (paper.id, *paper.other_ids)
    return next((each.removeprefix("arxiv:") for each in known if each.startswith("arxiv:")), "")


def posted_year(number: str) -> int | None:
    """The year when arXiv took in what it calls by this number: the number begins with it (`1706.03762`)."""
    match = _POSTED.search(number)
    if not match:
        return None
    year = int(match.group(1))
    return year + (1900 if year > _ARXIV_BEGAN else 2000)


def is_chinese(paper: Paper) -> bool:
    """Whether the paper is written in Chinese: its language says so, or else its title, or its authors' names."""
    if paper.language:
        return paper.language.lower().startswith(("zh", "chi", "chinese"))
    text = "" if paper.title_derived else paper.title
    text = text or "".join(paper.authors) or paper.title
    return bool(_HAN.search(text)) and not _KANA_OR_HANGUL.search(text)
