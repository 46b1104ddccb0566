"""The keepsake on paper: one A4 page, as PDF and as PNG, drawn here and sent nowhere."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter, QPen, QTextDocument

from desktop.mentoring.keepsake import Keepsake
from desktop.services.keepsakes import card, title

_PAGE = QSizeF(595, 842)
"""A4 in points."""
_MARGIN = 80.0
_FRAME = 28.0
_PAPER, _EDGE = QColor("#fffdf8"), QColor("#d9d4c7")
_STYLE = """
p, h1, h2 { color: #2b2a27; text-align: center; }
p { margin: 0 0 7px 0; }
.over { color: #6d6a61; font-size: 11px; margin-bottom: 16px; }
h1 { font-size: 32px; font-weight: normal; margin: 0 0 10px 0; }
h2 { font-size: 17px; font-weight: normal; color: #2f6b62; margin: 30px 0 8px 0; }
.dedication { font-size: 18px; }
.facts { color: #55524a; margin-top: 20px; }
.line { font-style: italic; margin-top: 30px; }
.signed { color: #6d6a61; font-size: 11px; margin-top: 30px; }
"""
_FAMILIES = ["Noto Serif", "Georgia", "DejaVu Serif", "serif"]
_LARGEST, _SMALLEST = 14.0, 7.0
"""The base size in points: as large as leaves it one page. A pixel of the style is a point of the page."""
_DOTS = 150
"""Of the picture, per inch."""


def paint(painter: QPainter, keepsake: Keepsake) -> None:
    """Draw the page; the painter's unit is a point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, _PAGE.width(), _PAGE.height())
    painter.fillRect(whole, _PAPER)
    painter.setPen(QPen(_EDGE, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(whole.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME))
    document, scale = _fitting(keepsake)
    room = _PAGE.height() - 2 * _MARGIN
    painter.save()
    painter.translate(_MARGIN, _MARGIN + max(room - document.size().height() * scale, 0) / 3)
    painter.scale(scale, scale)
    document.drawContents(painter)
    painter.restore()


def pdf(keepsake: Keepsake) -> bytes:
    """The page as PDF. Its title is the page's own, and it names no person."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title(keepsake))
    writer.setCreator("Graduand")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.scale(writer.width() / _PAGE.width(), writer.height() / _PAGE.height())
    paint(painter, keepsake)
    painter.end()
    buffer.close()
    return bytes(kept.data())


def picture(keepsake: Keepsake, dots: int = _DOTS) -> QImage:
    """The page as a picture of so many dots per inch."""
    scale = dots / 72
    image = QImage(round(_PAGE.width() * scale), round(_PAGE.height() * scale), QImage.Format.Format_RGB32)
    image.fill(_PAPER)
    painter = QPainter(image)
    painter.scale(image.width() / _PAGE.width(), image.height() / _PAGE.height())
    paint(painter, keepsake)
    painter.end()
    return image


def png(keepsake: Keepsake) -> bytes:
    """The page as PNG."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture(keepsake))
    buffer.close()
    return bytes(kept.data())


def _fitting(keepsake: Keepsake) -> tuple[QTextDocument, float]:
    """The words, and by how much they are drawn smaller, so that all of them are on the page."""
    width, room = _PAGE.width() - 2 * _MARGIN, _PAGE.height() - 2 * _MARGIN
    size, html = _LARGEST, card(keepsake)
    while True:
        scale = size / _LARGEST
        document = _document(html, width / scale)
        if document.size().height() * scale <= room or size <= _SMALLEST:
            return document, scale
        size -= 0.5


def _document(html: str, width: float) -> QTextDocument:
    document = QTextDocument()
    font = QFont(_FAMILIES)
    font.setPixelSize(round(_LARGEST))
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(html)
    document.setTextWidth(width)
    return document
