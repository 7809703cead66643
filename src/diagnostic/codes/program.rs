//! Codes of the command line, files, foreign PDFs, and letterpress itself.

super::codes! {
    ATTACHMENT_NAME = "attachment-name", Error, Pdf;
        "an attachment of a PDF has a name that leads out of the folder or that no file can have"
        "open it in a PDF reader, and save it under another name"
    ATTACHMENT_UNREADABLE = "attachment-unreadable", Error, Pdf;
        "the bytes of an attachment are damaged or too many"
        "get the PDF once more from its source"
    CRASHED = "crashed", Error, Internal;
        "the process that worked on a release came down; the others went on"
        "run it once more by itself; if it comes down again, please report it with the release"
    INPUT_OUTPUT = "input-output", Error, Environment;
        "a file cannot be read or written"
        "see the reason in parentheses"
    INTERNAL = "internal", Error, Internal;
        "an internal error in letterpress"
        "please report it with the file that caused it"
    NOTHING_ATTACHED = "nothing-attached", Error, Pdf;
        "`--extract` finds no attachments"
        "leave it out; `render --embed-source` attaches a release"
    NOT_PDF = "not-pdf", Error, Pdf;
        "a file is empty or does not begin like a PDF"
        "name a PDF"
    OUTPUT_EXISTS = "output-exists", Error, Environment;
        "a file that would be overwritten was not written by letterpress, or `--no-clobber` is given"
        "name another file, or overwrite it with `--force`"
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
    PDF_LOCKED = "pdf-locked", Error, Pdf;
        "a PDF opens with a password only"
        "inspect a copy without it"
    PDF_NOT_TAGGED = "pdf-not-tagged", Error, Pdf;
        "a PDF has no tags, so that nothing says in which order it is read"
        "save it once more as a tagged PDF, such as PDF/UA"
    PDF_OUT_OF_BOUNDS = "pdf-out-of-bounds", Warning, Pdf;
        "a PDF has more than is inspected: of pages, tags, fonts, objects, attachments, inline pictures, entries of a list, unpacked bytes, or work altogether; the rest is reported"
        "inspect a copy without what the message names, or parts of the PDF one by one"
    PDF_TOO_LARGE = "pdf-too-large", Error, Pdf;
        "a PDF has more than 256 MiB"
        "split it first"
    STANDARDS_EXCLUDE = "standards-exclude", Error, Environment;
        "the standards of `--standard` exclude each other"
        "leave one out"
    STANDARD_UNKNOWN = "standard-unknown", Error, Environment;
        "`--standard` names no known standard"
        "use a name from the hint"
    USAGE = "usage", Error, Environment;
        "the command line cannot be carried out as given"
        "follow the hint; `letterpress help`"
}
