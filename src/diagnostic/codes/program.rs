//! Codes of the command line, files, foreign PDFs, and letterpress itself.

super::codes! {
    ATTACHMENT_NAME = "attachment-name", Error, Pdf;
        "an attachment of a PDF has a name that leads out of the folder or that no file can have"
        "open it in a PDF reader, and save it under another name"
    ATTACHMENT_UNREADABLE = "attachment-unreadable", Error, Pdf;
        "the bytes of an attachment are damaged or too many"
        "get the PDF once more from its source"
    CLAIMS_NOTHING = "claims-nothing", Warning, Pdf;
        "a PDF that `conform` looks at claims neither PDF/A nor PDF/UA"
        "save it once more as PDF/A and PDF/UA, if it has to be; `--deny-warnings` makes it an error"
    CRASHED = "crashed", Error, Internal;
        "the process that worked on a release came down; the others went on"
        "run it once more by itself; if it comes down again, please report it with the release"
    IMAGE_TOO_LARGE = "image-too-large", Error, Environment;
        "a page would be drawn with more pixels than allowed"
        "lower `--dpi`, or allow more with `--limit images.pixels=N`"
    INPUT_OUTPUT = "input-output", Error, Environment;
        "a file cannot be read or written"
        "see the reason in parentheses"
    INTERNAL = "internal", Error, Internal;
        "an internal error in letterpress"
        "please report it with the file that caused it"
    NOTHING_ATTACHED = "nothing-attached", Error, Pdf;
        "`--extract` finds no attachments"
        "leave it out; `render --embed-source` attaches a release"
    NOT_CONFORMING = "not-conforming", Error, Pdf;
        "a PDF does not keep a standard that it claims, by the judgement of veraPDF"
        "have the program that made it correct what the message lists, or give up the claim"
    NOT_PDF = "not-pdf", Error, Pdf;
        "a file is empty or does not begin like a PDF"
        "name a PDF"
    OUTPUT_EXISTS = "output-exists", Error, Environment;
        "a file that would be overwritten was not written by letterpress, or `--no-clobber` is given"
        "name another file, or overwrite it with `--force`"
    OUTPUT_REPEATED = "output-repeated", Warning, Release;
        "two releases of a stream were written to the same file; the later one is there now"
        "give each request an `output` of its own"
    OUTPUT_SIGNED = "output-signed", Error, Environment;
        "a PDF that would be overwritten is signed, or another program has added something to it"
        "move it away, or name another file; `--force` does not overwrite it either"
    PATH_LEADS_OUT = "path-leads-out", Error, Environment;
        "a path in `letterpress.toml` leads out of the folder of that file, by itself or by a link"
        "name a folder beneath it; `--letterheads` and `-o` take any"
    PDF_BROKEN = "pdf-broken", Error, Pdf;
        "no pages can be found in a PDF"
        "get it once more from its source"
    PDF_DAMAGED = "pdf-damaged", Warning, Pdf;
        "a part of a PDF is damaged; the rest is reported"
        "get it once more from its source"
    PDF_DIFFERS = "pdf-differs", Error, Pdf;
        "a PDF is not what its release becomes: the file, the release or a picture was changed"
        "look at the place that the message names, and compare with a copy from elsewhere"
    PDF_INPUTS_MISSING = "pdf-inputs-missing", Error, Environment;
        "a file of which a PDF was made is missing, or is not the same any more"
        "give back the file that the message names, and verify again"
    PDF_LOCKED = "pdf-locked", Error, Pdf;
        "a PDF opens with a password only"
        "inspect a copy without it"
    PDF_NOT_TAGGED = "pdf-not-tagged", Error, Pdf;
        "a PDF has no tags, so that nothing says in which order it is read"
        "save it once more as a tagged PDF, such as PDF/UA"
    PDF_OTHER_VERSION = "pdf-other-version", Error, Environment;
        "another version of letterpress wrote a PDF, and may have set it otherwise"
        "verify it with that version"
    PDF_OUT_OF_BOUNDS = "pdf-out-of-bounds", Warning, Pdf;
        "a PDF has more than is inspected: of pages, tags, fonts, objects, attachments, inline pictures, entries of a list, unpacked bytes, or work altogether; the rest is reported"
        "inspect a copy without what the message names, or parts of the PDF one by one"
    PDF_SEAL_UNKNOWN = "pdf-seal-unknown", Error, Environment;
        "the signature of a PDF needs an algorithm that letterpress does not know"
        "verify the signature with another program"
    PDF_TOO_LARGE = "pdf-too-large", Error, Pdf;
        "a PDF has more than 256 MiB"
        "split it first"
    PDF_WITHOUT_SOURCE = "pdf-without-source", Error, Environment;
        "the release of a PDF that is to be verified is neither attached nor beside it, nor in a manifest"
        "put the release beside the PDF under the same name, or say `--manifest FILE`"
    STANDARDS_EXCLUDE = "standards-exclude", Error, Environment;
        "the standards of `--standard` exclude each other"
        "leave one out"
    STANDARD_UNKNOWN = "standard-unknown", Error, Environment;
        "`--standard` names no known standard"
        "use a name from the hint"
    REPEATED_ID = "repeated-id", Warning, Release;
        "two releases of a run have the same `id` and `version`: archives and mail programs take them for one"
        "give each an `id` of its own, or a later one another `version`"
    REQUEST_BROKEN = "request-broken", Error, Environment;
        "a line of standard input is neither a release nor a request, or is too long; so is what was sent to `serve`"
        "write each as a JSON object on one line: a release, or one with `file`, `text` or `release`; docs/serve.md says what `serve` takes"
    REQUEST_DENIED = "request-denied", Error, Environment;
        "`serve` does not answer a request: its host, its origin or its token is not one that is let in"
        "send the token, and name the host that was typed with `--listen` or `--host`; a page of another site is never let in"
    SERVICE_BUSY = "service-busy", Error, Environment;
        "`serve` has as many requests in hand as it may have"
        "send it again after the seconds that `Retry-After` states; `--queue` lets more of them wait"
    USAGE = "usage", Error, Environment;
        "the command line cannot be carried out as given"
        "follow the hint; `letterpress help`"
    VERAPDF_BROKEN = "verapdf-broken", Error, Environment;
        "veraPDF cannot be run, says nothing in time, or does not report on a file in a form that is known"
        "see whether `verapdf --version` runs; `--max-seconds` gives it more time for a file"
    VERAPDF_MISSING = "verapdf-missing", Error, Environment;
        "`conform` finds no veraPDF"
        "install it from verapdf.org, or name its command with `--verapdf`"
    WATCHES_EXHAUSTED = "watches-exhausted", Note, Environment;
        "the system tells `watch` of no changes, because a limit is reached; all files are looked at twice a second instead"
        "nothing to do, unless there are very many files; on Linux, `sysctl fs.inotify` shows the limits, which the administrator can raise"
}
