"""Seals a PDF with an invisible PAdES signature: seal.py KEY.pem CERTIFICATE.pem IN.pdf OUT.pdf

With pyHanko, as an office would. Its clients on the network, for time stamps and for lists of
revoked certificates, are not used: a stand-in takes the place of their library.
"""

import sys
from unittest.mock import MagicMock

sys.modules["aiohttp"] = MagicMock()

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

key, certificate, unsealed, sealed = sys.argv[1:]
signer = signers.SimpleSigner.load(key, certificate)
metadata = signers.PdfSignatureMetadata(
    field_name="Siegel",
    md_algorithm="sha256",
    subfilter=fields.SigSeedSubFilter.PADES,
)
with open(unsealed, "rb") as source, open(sealed, "wb") as target:
    signers.sign_pdf(IncrementalPdfFileWriter(source), metadata, signer=signer, output=target)
