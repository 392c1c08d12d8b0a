"""A file for Word, held against what the standard has (ECMA-376): nothing in it is for Word to mend."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, fromstring

from docx.shared import Mm

Parts = Mapping[str, bytes]
"""By their names."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER: Mapping[str, str] = {
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing mirrorIndents jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols docGrid",
}
"""What may stand in it, and in which order (ECMA-376-1, 17.3, 17.4 and 17.6)."""
IN_ROWS = {"cantSplit", "tblHeader", "trHeight"}
"""What may stand in the properties of a row, in any order (17.4)."""


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def body(parts: Parts) -> Element:
    return fromstring(parts["word/document.xml"])  # noqa: S314 - our own


def names(elements: Sequence[Element]) -> list[str]:
    return [one.tag.removeprefix(W) for one in elements]


def needs_no_mending(parts: Parts) -> None:
    """All of what is below."""
    for look in (_order, _relationships, _widths, _language, _truth):
        look(parts)


def _order(parts: Parts) -> None:
    """Everything stands where the standard has it."""
    footers = [one for name, one in parts.items() if name.startswith("word/footer")]
    trees = [body(parts), *map(fromstring, footers)]
    for one in (one for tree in trees for one in tree.iter()):
        kind = one.tag.removeprefix(W)
        order = ORDER.get(kind, "").split()
        if order:
            places = [order.index(name) for name in names(list(one))]
            assert places == sorted(places), (kind, names(list(one)))
        if kind == "trPr":
            assert set(names(list(one))) <= IN_ROWS
        if kind in ("p", "r"):
            assert all(name != f"{kind}Pr" for name in names(list(one)[1:])), "its properties come first"
        if kind == "tc":
            assert names(list(one))[-1] == "p", "a cell ends with a paragraph"
    assert names(list(trees[0][0]))[-2:] == ["p", "sectPr"], "and so does the document"


def _relationships(parts: Parts) -> None:
    """Every relationship leads to a part, and every part is of a known kind."""
    for name in (name for name in parts if name.endswith(".rels")):
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for one in fromstring(parts[name]):  # noqa: S314 - our own
            assert one.get("TargetMode") != "External"
            assert _resolved(folder, one.get("Target") or "") in parts, (name, one.attrib)
    kinds = fromstring(parts["[Content_Types].xml"])  # noqa: S314 - our own
    ends = {one.get("Extension") for one in kinds if one.get("Extension")}
    named = {(one.get("PartName") or "").removeprefix("/") for one in kinds}
    assert [name for name in parts if name not in named and name.rpartition(".")[2] not in ends] == []
    used = {value for one in body(parts).iter() for key, value in one.attrib.items() if "/relationships}" in key}
    known = {one.get("Id") for one in fromstring(parts["word/_rels/document.xml.rels"])}  # noqa: S314 - our own
    assert used <= known


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def _widths(parts: Parts) -> None:
    """Word looks at the cells of a table, others at its columns: they say the same, and fit between the margins."""
    for table in body(parts).iter(f"{W}tbl"):
        columns = [int(one.get(f"{W}w") or 0) for one in table.iter(f"{W}gridCol")]
        assert sum(columns) <= Mm(160).twips + len(columns)
        for row in table.iter(f"{W}tr"):
            assert [int(one.get(f"{W}w") or 0) for one in row.iter(f"{W}tcW")] == columns
        layout = table.find(f"{W}tblPr/{W}tblLayout")
        assert layout is not None
        assert layout.get(f"{W}type") == "fixed"


def _language(parts: Parts) -> None:
    """It is in one font, and in Indonesian."""
    usual = fromstring(parts["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")  # noqa: S314 - our own
    assert usual is not None
    fonts, language = usual.find(f"{W}rFonts"), usual.find(f"{W}lang")
    assert fonts is not None
    assert language is not None
    assert {key.removeprefix(W): value for key, value in fonts.attrib.items()} == dict.fromkeys(
        ("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"
    )
    assert language.get(f"{W}val") == "id-ID"
    assert not list(body(parts).iter(f"{W}rFonts"))


def _truth(parts: Parts) -> None:
    """It says nothing of itself that is not true."""
    about = parts["docProps/core.xml"].decode()
    assert "python-docx" not in about
    assert "2013" not in about
    assert not any("thumbnail" in name for name in parts)
