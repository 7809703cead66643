//! What the help of each command says, with examples.

pub(super) const EXAMPLES: &str = "\
Examples:
  letterpress new release.md        write a sample release
  letterpress render release.md     typeset it as release.pdf

Exit codes:
  0         success; there may be warnings
  1         an error in the release (`letterhead check` and `list`: in a letterhead, `layout check`:
            in a layout, `inspect`, `conform` and `verify`: in the PDF)
  2         any other error: usage, files, the letterhead or layout of a release, the recipient
            list, the relay, the journal, or an internal error
  3         `mail`: not everybody on the list has the release; `render`, `check`: the run was stopped
            before all releases were done
  130, 143  ended by a signal (Ctrl-C, SIGTERM)

For several files, the gravest code is returned, the last of 0, 3, 1, 2, 130, 143.";

pub(super) const RENDER: &str = "\
Typeset press releases as archival, accessible PDF.

A release is one text file: Markdown with YAML front matter, or the same fields as JSON, YAML \
or TOML. The PDF is written beside it, under the same name. A release with errors is refused, all \
errors are reported at once, and the PDF of an earlier run stays as it was.

Examples:
  letterpress render release.md
  letterpress render --format pdf,png,html -o out/ 2026/*.md";

pub(super) const WATCH: &str = "\
Typeset press releases, and again whenever a file of theirs changes, until Ctrl-C.

The options are those of `render`. A release is set again when one of the files changes from which \
it was last set: its own, its letterhead, layout, fonts or pictures. While it has errors, the last \
good PDF stays. A release that appears in a watched folder is set, too.

Examples:
  letterpress watch release.md -o release.pdf
  letterpress watch 2026/ --out-tree out/ --format pdf,html";

pub(super) const CHECK: &str = "\
Check press releases without writing anything.

The rules are the same as for `render`: a release that passes `check` can be rendered. With \
`--fix`, what has only one right answer is mended in the file; everything else there stays as it is.

Examples:
  letterpress check --fix release.md
  letterpress check --message-format json --input-format yaml - < release.yaml";

pub(super) const NEW: &str = "\
Write a sample release to start from.

The extension of FILE chooses the format: .md, .json, .yaml or .toml. An existing file is never \
overwritten.

Examples:
  letterpress new release.md
  letterpress new --kind invitation --letterhead smwk einladung.md";

pub(super) const INSPECT: &str = "\
Describe PDF files: pages, boxes, fonts, pictures, tags, metadata, attachments, sizes.

Any PDF can be inspected, not only those of letterpress. The standards that a file claims are \
reported as claims; `conform` has them confirmed. With --reading, what a screen reader reads is \
printed instead, in its order. Of a folder, each PDF in it has a line, and a summary says how many \
are tagged, have a title, a language and alternative texts, and claim PDF/A.

Examples:
  letterpress inspect --extract attached/ release.pdf
  letterpress inspect --lines csv archive/ > archive.csv";

pub(super) const CONFORM: &str = "\
Validate PDF files with veraPDF, by the standards that they claim.

veraPDF is a program of its own, and has to be installed. Each file is held against the part and \
level of PDF/A and the part of PDF/UA that it claims; a file that claims nothing is reported as \
such, and is no error.

Examples:
  letterpress conform release.pdf
  letterpress conform --message-format json --exclude drafts/ archive/ > verdicts.ndjson";

pub(super) const VERIFY: &str = "\
Prove that PDFs are what their releases become: each release is set again and compared, byte by \
byte.

The release is the one attached to the PDF, or lies beside it under the same name, or is named by \
--manifest. The verdict on each file is a line on standard output: `same`, `same and sealed`, \
`differs` (with the page and the words), `other version`, `no source` or `inputs missing`. The \
exit code is 0 if all are the same, 1 if a file differs, 2 if that is unknown.

Examples:
  letterpress verify release.pdf
  letterpress verify --manifest archive/manifest.ndjson archive/";

pub(super) const LETTERHEAD: &str = "\
List, show, check, preview or start letterheads.

A letterhead is a TOML file that describes the sender: name, logo, addresses, contacts, labels, \
fonts and measures. Some letterheads are built in; to make your own, start with `new`. `check` \
sets specimens on a letterhead in each of its languages: what it passes, `render` issues. Those in \
a folder (--letterheads, LETTERPRESS_LETTERHEADS, or `letterheads` in letterpress.toml) have IDs \
as well.

Examples:
  letterpress letterhead new house.toml
  letterpress letterhead preview house.toml -o specimen.pdf";

pub(super) const LAYOUT: &str = "\
Show, check or begin layouts.

A layout is a file in the language of Typst, the typesetting engine, and sets releases in place of \
the built-in sheet: `render --layout FILE.typ`. For another logo, other fonts, colours or measures \
no layout is needed: a letterhead is enough.

Examples:
  letterpress layout new own.typ
  letterpress layout check own.typ";

pub(super) const MAIL: &str = "\
Compose and send the e-mail of a release.

The message contains the release as plain text and as HTML, with the PDF attached. The sender, \
the subject and the other settings are in the [mail] table of the letterhead.

Examples:
  letterpress mail compose release.md
  letterpress mail compose --to redaktionen.csv -o out/ release.md";

pub(super) const SCHEMA: &str = "\
Print the JSON Schema of a release, a letterhead, or the JSON output of letterpress.

With the first two, editors complete and check field names. The third describes the lines of \
`--message-format json` to programs that read them.

Examples:
  letterpress schema release > release.schema.json
  letterpress schema messages > messages.schema.json";

pub(super) const EXPLAIN: &str = "\
Explain a diagnostic code: what it means and what to do.

Every error and warning has a code in brackets, as in error[embargo-without-zone]. Without an \
argument all codes are listed.

Examples:
  letterpress explain embargo-without-zone
  letterpress explain --message-format json";

pub(super) const DESK: &str = "\
Write, see and send releases in a browser.

The page shows the release at the left and its sheet at the right, as it will go out, after each \
key. What is written is saved in the file of the release, which all other commands read. The \
address that is printed lets in whoever has it.

Examples:
  letterpress desk
  letterpress desk --listen 127.0.0.1:8080 --token-file token --no-open 2026/";

pub(super) const SERVE: &str = "\
Check, typeset and compose releases for other programs, over HTTP.

POST /v1/render, /v1/check and /v1/compose take a release with its pictures, as JSON or as a form; \
the answer is a file, or JSON. No file is read but what a request brings and the letterheads of \
--letterheads. SIGTERM lets the requests in hand be done. docs/serve.md describes it.

Examples:
  letterpress serve --listen 127.0.0.1:8080
  letterpress serve --listen 0.0.0.0:8080 --host press.example.org --token-file token";

pub(super) const WORKER: &str = "\
Check or typeset releases for another program, one request per line of standard input.

One process works on one release at a time and says on standard output what became of it, in a \
line of JSON: the protocol of `render --input-format ndjson`, which starts such processes itself, \
one per core, and starts one again that is lost. docs/protocol.md describes the lines.

Examples:
  letterpress worker -- render --input-format ndjson -o out/ - < requests.ndjson
  letterpress worker -- check --input-format ndjson - < requests.ndjson";

pub(super) const MANUAL: &str = "\
Print a manual page, as `man` reads it.

The program has a page, and so has each command. The packages of letterpress bring them; this is \
for those who have built it themselves.

Examples:
  letterpress manual letterpress-mail-send | man -l -
  letterpress manual > ~/.local/share/man/man1/letterpress.1";

pub(super) const COMPLETIONS: &str = "\
Print a completion script for a shell.

Examples:
  letterpress completions bash > ~/.local/share/bash-completion/completions/letterpress
  letterpress completions fish > ~/.config/fish/completions/letterpress.fish";
