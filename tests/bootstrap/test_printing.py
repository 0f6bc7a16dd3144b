"""Reports as PDF: paper size, words that can be searched, sharp drawings."""

import re
import zlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pfd_desktop.bootstrap.printing import render_pdf

PICTURE = (
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI2MCIgaGVpZ2h0PSI0MCI+PHJlY3Qg"
    "d2lkdGg9IjYwIiBoZWlnaHQ9IjQwIiBmaWxsPSIjZmYwMDAwIi8+PC9zdmc+"
)


def test_a_page_is_a4_and_its_drawing_sharp(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "report é.pdf"
    source = f'<img width="60" height="40" src="data:image/svg+xml;base64,{PICTURE}">'
    render_pdf(f"<html><head><title>A title</title></head><body>{source}</body></html>", path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox \[([\d. ]+)\]", content)
    assert box is not None
    assert [float(x) for x in box.group(1).split()] == pytest.approx([0, 0, 595, 842], abs=1)
    assert b"/Width 180" in content
    assert b"/Height 120" in content


def test_a_page_break_is_kept(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    second = '<h2 style="page-break-before: always">two</h2>'
    render_pdf(f"<html><body><p>one</p>{second}</body></html>", path)
    content = path.read_bytes()
    plain = b"".join(
        zlib.decompress(found)
        for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
        if found[:1] == b"x"
    )
    assert max(content.count(b"/Type /Page\n"), plain.count(b"/Type /Page\n")) == 2
