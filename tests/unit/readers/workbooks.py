"""Workbooks as Excel writes them, with shared strings and no more parts than there must be."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(
    sheets: Mapping[str, Sequence[Sequence[str | float | None]]], parts: Mapping[str, str] | None = None
) -> bytes:
    """A workbook with these sheets; `parts` stand in the place of those that would be written."""
    strings: dict[str, int] = {}
    written = {
        f"xl/worksheets/sheet{number}.xml": _sheet(rows, strings) for number, rows in enumerate(sheets.values(), 1)
    }
    numbers = range(1, len(sheets) + 1)
    written["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{escape(each)}</t></si>" for each in strings) + "</sst>"
    )
    written["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in zip(numbers, sheets, strict=True)
        )
        + "</sheets></workbook>"
    )
    written["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
        )
        + "</Relationships>"
    )
    written["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}"/>'
    written["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (written | dict(parts or {})).items():
            archive.writestr(name, text)
    return out.getvalue()


def sheet(rows: str) -> str:
    """The part of a sheet with these rows in it."""
    return f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'


def _sheet(rows: Sequence[Sequence[str | float | None]], strings: dict[str, int]) -> str:
    def cell(value: str | float | None) -> str:
        if value is None:
            return "<c/>"
        if isinstance(value, str):
            return f'<c t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
        return f"<c><v>{value}</v></c>"

    return sheet("".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows))
