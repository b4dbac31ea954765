"""Office files as the packages of parts that they are: one part is changed, the rest stays."""

from __future__ import annotations

import io
import zipfile

from lxml import etree


def with_part(package: zipfile.ZipFile, part: str, root: etree._Element) -> bytes:
    """The whole file with another XML in one part; the other parts keep their bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for info in package.infolist():
            data = package.read(info)
            if info.filename == part:
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(info, data)
    return out.getvalue()
