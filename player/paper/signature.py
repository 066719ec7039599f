"""The signature: the finished document signed with the device's key, by PAdES, as an update that adds to the file.

The certificate is issued by the key itself: readers such as Acrobat therefore say that they do not know who signed.
What vouches for the key is the evidence inside and, where there is one, the provider's enrolment of the device.
"""

from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from player.domain.phrase import Phrase
from player.paper.problems import NotSignable
from player.paper.seal import signature_in
from player.proof.keys import PrivateKey

FIELD = "Carrel"
REASON = "Certificate issued"
VALID_FROM = datetime(2000, 1, 1, tzinfo=UTC)
VALID_TO = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280's date for "no end": a key does not expire; that a device was lost is said elsewhere."""


def device_certificate(key: PrivateKey, *, name: str) -> bytes:
    """The X.509 certificate (DER) of the device's key: for one key and name always the same bytes.

    `name` is its common name, cut to the 64 characters that X.509 allows.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, " ".join(name.split())[:64] or "Carrel")])
    public = key.crypto.public_key()
    serial = hashlib.sha256(key.public.raw + subject.public_bytes()).digest()[:16]
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(int.from_bytes(serial, "big") | 1)
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.sign(key.crypto, None).public_bytes(Encoding.DER)


def sign_pdf(pdf: bytes, *, key: PrivateKey, name: str, reason: str = REASON, moment: datetime | None = None) -> bytes:
    """`pdf` followed by a signature that covers all of it and permits no change. Raises `NotSignable`.

    `moment`: when it is said to be signed, now if not given; with it, the same document always gives the same bytes.
    """
    return _signed(pdf, _signer(key, name), reason=reason, moment=moment)


def is_nothing_but_signed(pdf: bytes, unsigned: bytes, *, reason: str = REASON) -> bool:
    """Whether `pdf` is `unsigned` and, to the last byte, what `sign_pdf` adds to it; not whether the signature holds.

    An update that is signed may say anything: that every page is another one, for example.
    """
    signature, said = signature_in(pdf), _MOMENT.search(pdf, len(unsigned))
    if signature is None or said is None:
        return False
    try:
        content: Any = cms.ContentInfo.load(signature)["content"]
        made = bytes(content["signer_infos"][0]["signature"])
        signer = _MadeAlready(content["certificates"][0].chosen, made)
        moment = datetime.strptime(_unescaped(said[1]).replace("'", ""), "D:%Y%m%d%H%M%S%z")
        return _signed(unsigned, signer, reason=reason, moment=moment) == pdf
    except (NotSignable, ValueError, TypeError, KeyError, IndexError):
        return False


_MOMENT = re.compile(rb"/M \(([^()]{1,60})\)")


def _unescaped(text: bytes) -> str:
    """A text in which signs are written as their numbers in base 8."""
    return re.sub(r"\\([0-3][0-7]{2})", lambda found: chr(int(found[1], 8)), text.decode("ascii"))


def _signed(pdf: bytes, signer: signers.Signer, *, reason: str, moment: datetime | None) -> bytes:
    out = io.BytesIO()
    try:
        writer = _Update(io.BytesIO(pdf))
        _order_tabs_by_structure(writer)
        writer.name_after(pdf)
        signing = _PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha512",  # RFC 8419: Ed25519 in CMS goes with SHA-512
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=reason,
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
                tight_size_estimates=True,
            ),
            signer=signer,
            new_field_spec=fields.SigFieldSpec(FIELD),
        )
        signing.moment = moment
        signing.sign_pdf(writer, output=out)
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        raise NotSignable(reason=Phrase("it is not a sound PDF."), details=str(error)) from None
    return out.getvalue()


class _MadeAlready(signers.Signer):
    """A signature that somebody else made."""

    def __init__(self, certificate: asn1_x509.Certificate, made: bytes) -> None:
        super().__init__(signing_cert=certificate, cert_registry=SimpleCertificateStore())
        self._made = made

    async def async_sign_raw(self, *_: Any, **__: Any) -> bytes:
        return self._made


class _Update(IncrementalPdfFileWriter):
    """Leaves metadata and version as they are: the page says when it was issued, and PDF/A-3 is PDF 1.7."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass

    def name_after(self, pdf: bytes) -> None:
        """The file's new identifier follows from what is signed; by itself it would be a random one."""
        self._document_id[1] = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])


class _PdfSigner(signers.PdfSigner):
    """Signs as of a given moment."""

    moment: datetime | None = None

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment or session.system_time
        return session


def _signer(key: PrivateKey, name: str) -> signers.SimpleSigner:
    private = key.crypto.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(device_certificate(key, name=name)),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def _order_tabs_by_structure(writer: IncrementalPdfFileWriter) -> None:
    """PDF/UA asks it of a page with a form field, and the signature is one."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.NameObject("/Tabs")] = generic.NameObject("/S")
    writer.update_container(page)
