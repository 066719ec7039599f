"""The signature: the finished document signed with the device's key, by PAdES, as an update that adds to the file.

The certificate is issued by the key itself: readers such as Acrobat therefore say that they do not know who signed.
What vouches for the key is the evidence inside and, where there is one, the provider's enrolment of the device.
"""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from player.paper.problems import NotSignable
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


def sign_pdf(pdf: bytes, *, key: PrivateKey, name: str) -> bytes:
    """`pdf` followed by a signature that covers all of it and permits no change. Raises `NotSignable`."""
    out = io.BytesIO()
    try:
        writer = _Update(io.BytesIO(pdf))
        _order_tabs_by_structure(writer)
        signer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha512",  # RFC 8419: Ed25519 in CMS goes with SHA-512
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=REASON,
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
                tight_size_estimates=True,
            ),
            signer=_signer(key, name),
            new_field_spec=fields.SigFieldSpec(FIELD),
        )
        signer.sign_pdf(writer, output=out)
    except (PdfError, ValueError, KeyError, IndexError, TypeError) as error:
        raise NotSignable(reason="it is not a sound PDF.", details=str(error)) from None
    return out.getvalue()


class _Update(IncrementalPdfFileWriter):
    """Leaves metadata and version as they are: the page says when it was issued, and PDF/A-3 is PDF 1.7."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass


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
