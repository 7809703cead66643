"""Seals a PDF with a PAdES signature: seal.py KEY.pem CERTIFICATE.pem IN.pdf OUT.pdf [FIELD [LOOK]]

Nobody sees the signature, unless LOOK is `visible`. With `stamped` it has a time stamp, and with
`document-stamped` a time stamp over the whole file follows, both by the same key.

With pyHanko, as an office would. Its clients on the network, for time stamps and for lists of
revoked certificates, are not used: a stand-in takes the place of their library.
"""

import sys
from unittest.mock import MagicMock

sys.modules["aiohttp"] = MagicMock()

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps

key, certificate, unsealed, sealed, *wishes = sys.argv[1:]
field, look = (wishes + ["Siegel", ""][len(wishes):])[:2]
signer = signers.SimpleSigner.load(key, certificate)
metadata = signers.PdfSignatureMetadata(
    field_name=field,
    md_algorithm="sha256",
    subfilter=fields.SigSeedSubFilter.PADES,
)
with open(unsealed, "rb") as source, open(sealed, "wb") as target:
    stamper = timestamps.DummyTimeStamper(
        tsa_cert=signer.signing_cert, tsa_key=signer.signing_key, certs_to_embed=signer.cert_registry
    ) if "stamped" in look else None
    place = fields.SigFieldSpec(sig_field_name=field, box=(100, 100, 200, 200))
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(source),
        metadata,
        signer=signer,
        timestamper=stamper,
        new_field_spec=place if look == "visible" else None,
    )
    if look == "document-stamped":
        signed = signers.PdfTimeStamper(stamper).timestamp_pdf(
            IncrementalPdfFileWriter(signed), "sha256", None
        )
    target.write(signed.getbuffer())
