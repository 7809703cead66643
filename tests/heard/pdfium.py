"""What PDFium extracts.

Standard input names a PDF a line; standard output has its text as a string of JSON a line.
"""

import json
import sys

import pypdfium2

for path in sys.stdin.read().splitlines():
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    print(json.dumps("\n".join(pages)))
