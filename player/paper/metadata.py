"""Metadata: what a machine learns about a certificate without reading the page, as XMP."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

PRODUCER = "Carrel"
NAMESPACE = "urn:carrel:certificate:1:"
"""Of the property `token`: what the QR code says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`number` is what the document calls itself; `token` is empty where there is no code on it."""

    title: str
    language: str
    creator: str
    number: str
    created: datetime
    token: str = ""


def xmp(metadata: Metadata) -> str:
    """The packet, without the wrapper that marks its ends in the file. It claims PDF/A-3a and PDF/UA-1."""
    has_token = bool(metadata.token)
    created = metadata.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return _PACKET.format(
        title=escape(metadata.title),
        language=escape(metadata.language),
        creator=escape(metadata.creator),
        number=escape(metadata.number),
        created=created,
        producer=PRODUCER,
        names=_NAMES.format(namespace=NAMESPACE) if has_token else "",
        said=_SAID.format(token=escape(metadata.token)) if has_token else "",
        explained=_EXPLAINED.format(namespace=NAMESPACE) if has_token else "",
    )


def token_in(packet: bytes) -> str | None:
    """The token in an XMP packet, if there is one.

    It is looked for by its bytes, not by an XML parser: the packet may come from anybody.
    """
    found = re.search(rb"<carrel:token>([A-Za-z0-9._-]{1,4096})</carrel:token>", packet)
    return found[1].decode() if found else None


_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"{names}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{number}</dc:identifier>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{said}<pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>
{explained}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
_NAMES = """
 xmlns:carrel="{namespace}\""""
_SAID = """<carrel:token>{token}</carrel:token>
"""
_EXPLAINED = """\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Certificate of continuing education</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>carrel</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>token</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>The signed text of the QR code</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li>
"""
"""PDF/A asks that a property which is nobody's standard is explained in the packet itself."""
