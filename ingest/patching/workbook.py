"""Cells of one sheet of an XLSX file, changed in its XML; every other part stays as it is."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from ingest.patching.package import with_part
from ingest.patching.places import PlaceNotFound

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class SheetCells:
    """The cells of the sheet with a title."""

    def __init__(self, data: bytes, title: str) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(data))
        self._part = self._part_of(title)
        self._root = self._parse(self._part)
        rows = self._root.find(f"{_MAIN}sheetData")
        assert rows is not None
        self._rows = rows

    def put(self, row: int, column: int, text: str) -> None:
        """Put text into a cell, whose style stays. Raises PlaceNotFound for control characters."""
        cell = self._cell(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        content = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        content.set(_SPACE, "preserve")
        try:
            content.text = text
        except ValueError as error:
            raise PlaceNotFound("The text has control characters, which Excel refuses.") from error

    def put_number(self, row: int, column: int, digits: str) -> None:
        """Put a number into a cell, as its style shows it: also a date or a share."""
        self.empty(row, column)
        etree.SubElement(self._cell(row, column), f"{_MAIN}v").text = digits

    def empty(self, row: int, column: int) -> None:
        """Empty a cell, whose style stays."""
        cell = self._cell(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")

    def clear(self, row: int) -> None:
        """Empty the cells of a row, whose styles stay."""
        for column, _ in list(_cells(self._row(row))):
            self.empty(row, column)

    def copy_style(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        """Give a cell (row and column) the style of another."""
        style = self._cell(*source).get("s")
        if style is not None:
            self._cell(*target).set("s", style)

    def copy_styles(self, source: int, target: int) -> None:
        """Give the cells of a row the styles of another row's."""
        for column, cell in list(_cells(self._row(source))):
            if "s" in cell.attrib:
                self._cell(target, column).set("s", cell.attrib["s"])
        self.forget_size()

    def forget_size(self) -> None:
        """Leave out the size of the sheet, which is optional and no longer right."""
        for dimension in self._root.findall(f"{_MAIN}dimension"):
            self._root.remove(dimension)

    def saved(self) -> bytes:
        """The whole file with the changes."""
        return with_part(self._package, self._part, self._root)

    def _row(self, number: int) -> etree._Element:
        """A row, made in its place where there is none."""
        place = 0
        for found, row in _rows(self._rows):
            if found == number:
                return row
            place += found < number
        made = etree.Element(f"{_MAIN}row", r=str(number))
        self._rows.insert(place, made)
        return made

    def _cell(self, row: int, column: int) -> etree._Element:
        """A cell, made in its place where there is none."""
        parent, place = self._row(row), 0
        for found, cell in _cells(parent):
            if found == column:
                return cell
            place += found < column
        made = etree.Element(f"{_MAIN}c", r=f"{get_column_letter(column)}{row}")
        parent.insert(place, made)
        return made

    def _part_of(self, title: str) -> str:
        book = self._related("", "officeDocument")["officeDocument"]
        for sheet in self._parse(book).iter(f"{_MAIN}sheet"):
            if sheet.get("name") == title:
                return self._related(book, "worksheet")[str(sheet.get(_ID))]
        raise PlaceNotFound(f"It has no sheet 「{title}」.")

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """Parts of a kind that a part refers to, by the id of the reference and by the kind."""
        folder, name = posixpath.split(part)
        found: dict[str, str] = {}
        for relation in self._parse(posixpath.join(folder, "_rels", f"{name}.rels")):
            if str(relation.get("Type")).endswith(f"/{kind}"):
                target = posixpath.join("/", folder, str(relation.get("Target")))
                found[str(relation.get("Id"))] = posixpath.normpath(target).lstrip("/")
                found.setdefault(kind, found[str(relation.get("Id"))])
        return found

    def _parse(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self._package.read(part), parser)


def _rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Rows with their numbers, which a file may leave out."""
    number = 0
    for row in data.iterchildren(f"{_MAIN}row"):
        number = int(row.get("r") or number + 1)
        yield number, row


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Cells with the numbers of their columns, which a file may leave out."""
    column = 0
    for cell in row.iterchildren(f"{_MAIN}c"):
        place = cell.get("r")
        column = coordinate_to_tuple(place)[1] if place else column + 1
        yield column, cell
