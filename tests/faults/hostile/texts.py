"""XML, course texts, captions, PDF files and pictures that somebody made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

Make = Callable[[Path], None]
"""Writes the hostile file; in a course folder, over the one that belongs there."""

ITEM = b"""<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">
<qti-item-body><p>%s</p></qti-item-body></qti-assessment-item>"""


def _data(data: bytes) -> Make:
    def make(file: Path) -> None:
        file.write_bytes(data)

    return make


def _laughs(levels: int, each: int) -> bytes:
    names = "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * each) if n else "lol"}">' for n in range(levels))
    return f"<!DOCTYPE quiz [{names}]><quiz><question>&l{levels - 1};</question></quiz>".encode()


MARKUP: Mapping[str, Make] = {
    "a billion laughs": _data(_laughs(10, 10)),
    "quadratic blow-up": _data(
        b'<!DOCTYPE quiz [<!ENTITY a "' + b"a" * 100_000 + b'">]><quiz>' + b"&a;" * 10_000 + b"</quiz>"
    ),
    "a file of this computer": _data(b'<!DOCTYPE quiz [<!ENTITY f SYSTEM "file:///etc/passwd">]><quiz>&f;</quiz>'),
    "a page of a network": _data(b'<!DOCTYPE quiz [<!ENTITY f SYSTEM "http://127.0.0.1:9/x">]><quiz>&f;</quiz>'),
    "an entity in the type": _data(b'<!DOCTYPE quiz [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><quiz/>'),
    "a type from elsewhere": _data(b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz>&unknown;</quiz>'),
    "a hundred thousand levels": _data(b"<quiz>" + b"<a>" * 100_000),
    "a million elements": _data(b"<quiz>" + b"<a/>" * 1_000_000 + b"</quiz>"),
    "an attribute without end": _data(b'<quiz a="' + b"x" * 40_000_000 + b'"/>'),
    "an unknown encoding": _data(b'<?xml version="1.0" encoding="nobody-knows"?><quiz/>'),
    "another encoding than it says": _data(b'<?xml version="1.0" encoding="UTF-16"?><quiz/>'),
    "UTF-7": _data(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-quiz/+AD4-'),
    "NUL bytes": _data(b"<quiz>\0</quiz>"),
    "two roots": _data(b"<quiz/><quiz/>"),
    "deep content": _data(ITEM % (b"<i>" * 5_000 + b"x" + b"</i>" * 5_000)),
    "no text at all": _data(b""),
    "a gigabyte of braces": _data(b"{" * 33_000_000),
    "nested braces": _data(b"{~" * 200_000),
}
"""For those who take questions from elsewhere."""

TEXTS: Mapping[str, Make] = {
    "deep lists": _data(b"a = " + b"[" * 100_000),
    "deep tables": _data(b"[" + b"a." * 50_000 + b"a]"),
    "a key twice": _data(b'id = "a"\nid = "b"\n'),
    "a number without end": _data(b"version = " + b"9" * 1_000_000),
    "NUL in the text": _data(b'id = "a\0b"\n'),
    "no UTF-8": _data(b'title = "Caf\xe9"\n'),
    "a text without end": _data(b'title = "' + b"x" * 5_000_000 + b'"\n'),
    "dates that are none": _data(b"[availability]\nopens = 2024-02-30\n"),
}
"""As `course.toml`."""


def _pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))


def _looping() -> bytes:
    """Its table of places names itself as the one before it."""
    whole = _pdf(_CATALOG % b"", *_PAGE, trailer=b"/Root 1 0 R/Prev 000")
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    place = whole[start:].split(b"\n")[0]
    return whole.replace(b"/Prev 000", b"/Prev " + place.rjust(3, b"0"))


_PAGE = (b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
_CATALOG = b"<</Type/Catalog/Pages 2 0 R%s>>"
_BOMB = zlib.compress(zlib.compress(bytes(300 << 20), 9), 9)
PDFS: Mapping[str, Make] = {
    "a program": _data(b"MZ" + bytes(1000)),
    "only a header": _data(b"%PDF-1.7\n"),
    "an action when it is opened": _data(
        _pdf(_CATALOG % b"/OpenAction<</S/Launch/F(calc.exe)>>", *_PAGE),
    ),
    "a script": _data(_pdf(_CATALOG % b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", *_PAGE)),
    "encrypted": _data(_pdf(_CATALOG % b"", *_PAGE, trailer=b"/Root 1 0 R/Encrypt<</Filter/Standard/V 9>>")),
    "pages that hold themselves": _data(_pdf(_CATALOG % b"", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "a table that leads to itself": _data(_looping()),
    "deep lists": _data(_pdf(_CATALOG % (b"/X" + b"[" * 50_000), *_PAGE)),
    "pages without end": _data(_pdf(_CATALOG % b"", b"<</Type/Pages/Kids[]/Count 999999999999>>")),
    "a bomb": _data(
        _pdf(
            *(_CATALOG % b"", *_PAGE),
            b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(_BOMB), _BOMB),
            trailer=b"/Root 4 0 R",
        )
    ),
}
"""As a handout."""


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def _cut_picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(out, "PNG")
    return out.getvalue()[:5_000]


PICTURES: Mapping[str, Make] = {
    "a program": _data(b"MZ" + bytes(1000)),
    "ten thousand million dots": _data(_png(100_000, 100_000)),
    "more dots than there are bytes for": _data(_png(20_000, 20_000, bytes(1000))),
    "cut off": _data(_cut_picture()),
    "no dots": _data(_png(0, 0)),
    "a drawing that fetches": _data(
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/><script>alert(1)</script></svg>'
    ),
    "nothing": _data(b""),
}
"""As the cover."""

CAPTIONS: Mapping[str, Make] = {
    "a program": _data(b"MZ" + bytes(1000)),
    "no UTF-8": _data(b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe\n"),
    "backwards": _data(b"WEBVTT\n\n00:05.000 --> 00:02.000\nHello\n"),
    "beyond the end of time": _data(b"WEBVTT\n\n99999999999:00:00.000 --> 999999999999:00:01.000\nHello\n"),
    "cues without end": _data(b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nx\n\n" * 400_000),
    "one line without end": _data(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 9_000_000),
}
"""As captions of the recording."""
