"""Certificates and transcripts that somebody made to do harm: to whoever reads them, by taking memory or time."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from asn1crypto import cms, tsp, x509

from player.paper.signature import device_certificate
from player.proof.keys import PrivateKey
from tests.worlds import key

_CERTIFICATE = x509.Certificate.load(device_certificate(key(9), name="Anybody"))
_ROOM = 2 * len(_CERTIFICATE.dump()) + 2_000
Objects = Sequence[bytes]


def signature(digest: bytes, by: PrivateKey, certificate: x509.Certificate = _CERTIFICATE) -> bytes:
    """A CMS signature over `digest` in the one form that is taken for one; anybody can make it."""
    named = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate.dump()).digest()})
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest]},
            {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]},
        ]
    )
    issued: Any = certificate["tbs_certificate"]
    info = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": issued["issuer"], "serial_number": issued["serial_number"]}},
        "digest_algorithm": {"algorithm": "sha512"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "ed25519"},
        "signature": by.crypto.sign(attributes.dump()),
    }
    content = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha512"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [info],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)}).dump()


def sealed(before: bytes, after: bytes, *, by: PrivateKey = key(9)) -> bytes:
    """Bytes around a valid signature over both, whatever they are."""
    size = len(signature(bytes(64), by)) * 2 + 2
    first = before + b"\n%/Contents "
    ending, said = 0, b""
    for _ in range(3):  # the range says how long it is itself
        said = b"/ByteRange[0 %d %d %d]\n" % (len(first), len(first) + size, ending)
        ending = len(said) + len(after)
    digest = hashlib.sha512(first + said + after).digest()
    return first + b"<" + signature(digest, by).hex().upper().encode() + b">" + said + after


def document(*objects: bytes, trailer: bytes = b"/Root 1 0 R", is_sealed: bool = True) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    table += b"trailer\n<</Size %d %s>>\n" % (len(objects) + 1, trailer)
    if not is_sealed:
        return bytes(out) + table + b"startxref\n%d\n%%%%EOF\n" % len(out)
    tail = table + b"startxref\n%010d\n%%%%EOF\n"
    draft = sealed(bytes(out), tail % 0)
    return sealed(bytes(out), tail % (len(draft) - len(tail % 0)))


def _stream(data: bytes, *, keys: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    return b"<</Length %d/Filter[%s]%s>>stream\n%s\nendstream" % (len(data), filters, keys, data)


@cache
def bomb(megabytes: int, *, levels: int = 1) -> bytes:
    data = bytes(megabytes << 20)
    for _ in range(levels):
        data = zlib.compress(data, 9)
    return data


def _root(more: bytes = b"") -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R%s>>" % more


def _page(more: bytes = b"/Contents 4 0 R") -> Objects:
    return b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>" % more


def _plain(*objects: bytes, root: bytes = b"", page: bytes = b"/Contents 4 0 R", trailer: bytes = b"") -> bytes:
    return document(_root(root), *_page(page), *objects, trailer=b"/Root 1 0 R" + trailer)


def _content(operators: bytes, *, page: bytes = b"/Contents 4 0 R", more: Objects = ()) -> bytes:
    return _plain(_stream(zlib.compress(operators, 9)), *more, page=page)


def _attached(count: int, *, ending: str = "completion", data: bytes = zlib.compress(b"x")) -> bytes:
    names = b"".join(b"(%d.%s)%d 0 R" % (n, ending.encode(), 6) for n in range(count))
    return _plain(
        _stream(zlib.compress(b"")),
        _stream(data),
        b"<</Type/Filespec/F(a.%s)/UF(a.%s)/EF<</F 5 0 R>>>>" % ((ending.encode(),) * 2),
        root=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names,
    )


def _many_objects(count: int) -> bytes:
    return _plain(_stream(zlib.compress(b"")), *(b"<</A %d 0 R>>" % (n + 1) for n in range(4, count)))


def _nested_names(depth: int) -> bytes:
    nodes = (b"<</Kids[%d 0 R]>>" % (n + 1) for n in range(5, 5 + depth))
    return _plain(_stream(zlib.compress(b"")), *nodes, b"<</Names[]>>", root=b"/Names<</EmbeddedFiles 5 0 R>>")


def _wide_names() -> bytes:
    """Each node of the names has the next twice."""
    nodes = (b"<</Kids[%d 0 R %d 0 R]>>" % (n + 1, n + 1) for n in range(5, 45))
    return _plain(_stream(zlib.compress(b"")), *nodes, b"<</Names[]>>", root=b"/Names<</EmbeddedFiles 5 0 R>>")


def _wide_pages() -> bytes:
    """Each node of the pages has the next twice."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 1>>" % (n + 1, n + 1) for n in range(2, 42)]
    return document(_root(), *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def _deep_pages(depth: int) -> bytes:
    nodes = (b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, depth + 2))
    return document(_root(), *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def _looping_table() -> bytes:
    whole = document(_root(), *_page(b""), trailer=b"/Root 1 0 R/Prev 000000")
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    place = whole[start:].split(b"\n")[0]
    return whole.replace(b"/Prev 000000", b"/Prev " + place[-6:])


def _table_of_many(said: int) -> bytes:
    return document(_root(), *_page(b""), is_sealed=False).replace(b"xref\n0 4\n", b"xref\n0 %d\n" % said, 1)


def _object_streams(count: int) -> bytes:
    """A stream of objects that says that it holds far more than it does."""
    data = zlib.compress(b"1 0 " * 100)
    return _plain(_stream(data, keys=b"/Type/ObjStm/N %d/First 8" % count), root=b"/Metadata 4 0 R")


def _cross_references(width: int) -> bytes:
    """A table of places in a stream, in fields of absurd width, for absurdly many."""
    body = _stream(zlib.compress(bytes(64)), keys=b"/Type/XRef/W[1 %d 2]/Size 999999999/Root 1 0 R" % width)
    out = b"%PDF-1.7\n"
    start = len(out)
    return out + b"1 0 obj\n" + body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def _font_map(ranges: bytes) -> bytes:
    """Letters in a font whose table of what glyphs stand for is this."""
    return _content(
        b"BT /F 9 Tf <0001> Tj ET",
        page=b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>",
        more=(
            b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>",
            _stream(zlib.compress(ranges, 9)),
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[0 99999999 500]/CIDSystemInfo<<>>>>",
        ),
    )


def _forms(levels: int, each: int) -> bytes:
    """Drawings that draw others, each several times."""
    names = b"".join(b"/X Do " for _ in range(each))
    forms = [
        _stream(
            zlib.compress(names if n + 1 < levels else b"BT (x) Tj ET"),
            keys=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 6),
        )
        for n in range(levels)
    ]
    return _content(names, page=b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>", more=forms)


def _inherited_forms() -> bytes:
    """As drawings that draw others; what the page may draw is told by what holds it."""
    whole = [
        _root(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        _stream(zlib.compress(b"/X Do " * 8)),
    ]
    for level in range(12):
        operators = b"/X Do " * 8 if level < 11 else b"BT (x) Tj ET"
        keys = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (6 + min(level, 10))
        whole.append(_stream(zlib.compress(operators), keys=keys))
    return document(*whole)


def _metadata(data: bytes, **more: Any) -> bytes:
    return _plain(_stream(zlib.compress(b"")), _stream(data, **more), root=b"/Metadata 5 0 R")


_EMPTY = b"<carrel:token>"
_ONE = document(_root(), *_page(b""))


def _range(text: bytes) -> bytes:
    """Another range in place of the sound one."""
    start = _ONE.rindex(b"/ByteRange[")
    return _ONE[:start] + b"/ByteRange[" + text + b"]" + _ONE[_ONE.index(b"]", start) + 1 :]


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "a page of nothing": lambda: _ONE,
    "only a header": lambda: b"%PDF-1.7\n",
    "pages that hold themselves": lambda: document(_root(), b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "pages that hold each other": lambda: document(
        _root(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"
    ),
    "a page that is its own parent": lambda: document(
        _root(), b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 3 0 R>>"
    ),
    "one page a million times": lambda: document(
        _root(), b"<</Type/Pages/Kids[" + b"3 0 R " * 1_000_000 + b"]/Count 1>>", b"<</Type/Page/MediaBox[0 0 9 9]>>"
    ),
    "pages twice two times over": _wide_pages,
    "pages a thousand levels deep": lambda: _deep_pages(1_000),
    "pages a hundred thousand levels deep": lambda: _deep_pages(100_000),
    "pages without end": lambda: document(_root(), b"<</Type/Pages/Kids[]/Count 999999999999>>"),
    "less than no pages": lambda: document(_root(), b"<</Type/Pages/Kids[]/Count -1>>"),
    "no pages at all": lambda: document(b"<</Type/Catalog>>"),
    "deep lists": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X" + b"[" * 200_000),
    "deep dictionaries": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X" + b"<</A" * 200_000),
    "a list of ten million": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X[" + b"0 " * 10_000_000 + b"]"),
    "a text of fifty million": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X(" + b"a" * 50_000_000 + b")"),
    "brackets without end": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X(" + b"(" * 5_000_000),
    "a name without end": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X/" + b"#41" * 5_000_000),
    "a number without end": lambda: _plain(_stream(zlib.compress(b"")), root=b"/X " + b"9" * 5_000_000),
    "three hundred thousand objects": lambda: _many_objects(300_000),
    "an object that is itself": lambda: document(b"1 0 R"),
    "a table that leads to itself": _looping_table,
    "a table of more than there is": lambda: _table_of_many(99_999_999),
    "a table of nothing": lambda: _ONE.replace(b"xref\n0 4", b"xref\n0 0"),
    "no table": lambda: _ONE.replace(b"startxref", b"startxxxx"),
    "a table beyond the end": lambda: _ONE.replace(b"startxref\n", b"startxref\n9"),
    "places of nothing": lambda: _ONE.replace(b" 00000 n", b" 00009 n"),
    "a stream of too many objects": lambda: _object_streams(999_999_999),
    "a table of wide fields": lambda: _cross_references(999_999_999),
    "a table for a thousand million": lambda: _cross_references(4),
    "encrypted": lambda: _plain(_stream(b""), trailer=b"/Encrypt<</Filter/Standard/V 9/R 9>>"),
    "ten thousand attachments": lambda: _attached(10_000),
    "ten thousand pieces of evidence": lambda: _attached(10_000, data=zlib.compress(b"{}")),
    "attachments that are one bomb": lambda: _attached(2_000, ending="txt", data=bomb(60)),
    "evidence that is a bomb": lambda: _attached(1, data=bomb(100)),
    "a word of the provider that is a bomb": lambda: _attached(1, ending="enrolment.json", data=bomb(60)),
    "names that hold themselves": lambda: _plain(
        _stream(zlib.compress(b"")), b"<</Kids[5 0 R]>>", root=b"/Names<</EmbeddedFiles 5 0 R>>"
    ),
    "names twice two times over": _wide_names,
    "names a thousand levels deep": lambda: _nested_names(1_000),
    "drawing that is a bomb": lambda: _plain(_stream(bomb(100))),
    "drawing that is a bomb in a bomb": lambda: _plain(_stream(bomb(100, levels=2), filters=b"/FlateDecode" * 2)),
    "drawing below what is refused": lambda: _content(b"q " * 2_000_000),
    "drawing a thousand times": lambda: _plain(_stream(bomb(4)), page=b"/Contents[" + b"4 0 R " * 1_000 + b"]"),
    "a hundred filters": lambda: _plain(_stream(bomb(1, levels=100), filters=b"/FlateDecode" * 100)),
    "another packing": lambda: _plain(_stream(b"\x80\x0b\x60\x50" * 1_000_000, filters=b"/LZWDecode")),
    "runs without end": lambda: _plain(_stream(b"\x81\x00" * 500_000, filters=b"/RunLengthDecode")),
    "digits in pairs": lambda: _plain(_stream(b"4" * 8_000_000 + b">", filters=b"/ASCIIHexDecode")),
    "digits in fives": lambda: _plain(_stream(b"z" * 4_000_000 + b"~>", filters=b"/ASCII85Decode")),
    "a predictor of absurd width": lambda: _plain(
        _stream(bomb(4), keys=b"/DecodeParms[<</Predictor 15/Columns 1/Colors 1>>]")
    ),
    "metadata that is a bomb": lambda: _metadata(bomb(100)),
    "metadata that is a bomb just below": lambda: _metadata(bomb(60)),
    "metadata of beginnings": lambda: _metadata(zlib.compress(_EMPTY * 4_000_000)),
    "metadata of long beginnings": lambda: _metadata(zlib.compress((_EMPTY + b"A" * 4_096) * 10_000)),
    "letters without end": lambda: _content(b"BT " + b"(aaaaaaaaaa) Tj " * 200_000 + b"ET"),
    "one text without end": lambda: _content(b"BT (" + b"a" * 4_000_000 + b") Tj ET"),
    "texts within texts": lambda: _content(b"BT (" + b"(" * 4_000_000 + b") Tj ET"),
    "dictionaries within drawing": lambda: _content(b"/A" + b"<</B" * 500_000 + b" BDC"),
    "lists within drawing": lambda: _content(b"[" * 2_000_000 + b" TJ"),
    "a picture within drawing": lambda: _content(b"BI /W 9 /H 9 ID " + b"EIEI" * 1_000_000),
    "turns without end": lambda: _content(b"2 0 0 2 0 0 cm " * 250_000),
    "numbers beyond all": lambda: _content(b"BT /F 9e99 Tf " + b"9" * 400 + b" 0 0 1 0 0 Tm (a) Tj ET"),
    "a font for all letters": lambda: _font_map(b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n" * 50_000),
    "a font of ranges": lambda: _font_map(
        b"1 beginbfrange\n<00000000> <FFFFFFFF> <0000>\nendbfrange\n",
    ),
    "a font of wide ranges": lambda: _font_map(b"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n" * 2_000),
    "a font of long letters": lambda: _font_map(b"1 beginbfchar\n<0001> <" + b"0041" * 500_000 + b">\nendbfchar\n"),
    "drawings within drawings": lambda: _forms(12, 8),
    "inherited drawings within drawings": _inherited_forms,
    "a drawing that draws itself": lambda: _content(
        b"/X Do",
        page=b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>",
        more=(_stream(zlib.compress(b"/X Do"), keys=b"/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>"),),
    ),
    "a million notes": lambda: _plain(
        _stream(zlib.compress(b"")),
        b"<</Rect[0 0 0 0]>>",
        page=b"/Contents 4 0 R/Annots[" + b"5 0 R " * 1_000_000 + b"]",
    ),
    "a note that is no note": lambda: _plain(_stream(zlib.compress(b"")), page=b"/Contents 4 0 R/Annots[1 2 null (x)]"),
    "notes in no list": lambda: _plain(_stream(zlib.compress(b"")), page=b"/Contents 4 0 R/Annots 4 0 R"),
    "a range of nothing": lambda: _range(b"0 0 0 0"),
    "a range beyond the end": lambda: _range(b"0 10 20 9999999999"),
    "a range that overlaps": lambda: _range(b"0 600 300 %d" % (len(_ONE) - 300)),
    "a range below nothing": lambda: _range(b"0 -10 20 99"),
    "a range of huge numbers": lambda: _range(b"0 " + b"9" * 5_000_000 + b" 1 1"),
    "a range without the beginning": lambda: _range(b"9 600 700 99"),
    "a range that is open": lambda: _ONE.replace(b"/ByteRange[", b"/ByteRange["),
    "a million ranges": lambda: b"%PDF-1.7\n" + b"/ByteRange[0 1 2 3]" * 1_000_000,
    "a range of spaces": lambda: b"%PDF-1.7\n/ByteRange[0" + b" " * 30_000_000,
    "ranges of spaces": lambda: b"%PDF-1.7\n" + (b"/ByteRange" + b" " * 5_000) * 3_000,
    "a signature without end": lambda: _ONE.replace(b"/Contents <", b"/Contents <" + b"30" * 20_000_000),
    "a signature of zeros": lambda: _ONE.replace(b"/Contents <3", b"/Contents <0"),
    "nothing but zeros": lambda: b"%PDF-1.7\n" + bytes(60_000_000),
    "more than is read": lambda: b"%PDF-1.7\n" + b" " * (66 << 20),
}
"""By name; most bear a valid signature of somebody unknown, so that they are read further than a damaged file is."""
