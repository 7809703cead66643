//! Codes of the text and the fields of a release.

super::codes! {
    ALT_NOT_PLAIN = "alt-not-plain", Error, Release;
        "the alternative text of a picture holds a link, a picture or a footnote mark"
        "describe the picture in plain words between the brackets"
    BANNED_SIGN = "banned-sign", Warning (switchable), Release;
        "a character inside a word that the letterhead bans (`typography.banned_signs`)"
        "find other words for it"
    BODY_EMPTY = "body-empty", Error, Release;
        "the release has no text"
        "write the text below the fields, or into `body`"
    BOLD_AS_HEADING = "bold-as-heading", Warning (switchable), Release;
        "a line stands alone in bold, where a heading was probably meant"
        "write `## …`; assistive software does not find bold lines"
    CALENDAR_IMPOSSIBLE = "calendar-impossible", Error, Release;
        "a calendar entry is wanted of a release without an event, or of an event beyond the years 1 to 9999"
        "add `event` with start, venue and address"
    CAPTION_LOST = "caption-lost", Error, Release;
        "a picture with a caption stands within a line, where the caption is not set"
        "put an empty line before and behind the picture, or take the caption out"
    CHARACTER_REFUSED = "character-refused", Error, Release;
        "a character that a PDF/A file cannot carry or that deceives readers: control characters, private-use characters (such as the bullet of a word processor), characters that change the direction of writing, a byte-order mark inside the text, characters that cannot be seen (zero-width spaces and joiners; a soft hyphen in an address or a number)"
        "delete it; a list item begins with `- `, and a soft hyphen may stand in the words of a text"
    CHARACTER_WITHOUT_GLYPH = "character-without-glyph", Error, Release;
        "no font has a glyph for the character, for its script (reported once) or for several characters as one glyph"
        "replace it, or add a font: `--font-dir`, or `font_dir` in the letterhead"
    CODE_BLOCK = "code-block", Error, Release;
        "the body holds a code block, fenced or indented by four columns"
        "remove the fences or the indentation"
    COMMENT_BEHIND_VALUE = "comment-behind-value", Warning (switchable), Release;
        "a comment of YAML stands one space behind a text: it may belong to the text"
        "put the value in quotes, or put two spaces before a comment"
    COMMENT_CUTS_VALUE = "comment-cuts-value", Error, Release;
        "`#` behind a space begins a comment in YAML and cuts the text off: `Kulturpreis #Musterland` is \"Kulturpreis\""
        "put the value in quotes"
    CONTACTS_MISSING = "contacts-missing", Warning (switchable), Release;
        "neither the release nor its letterhead names a contact"
        "add `contacts` with a name and a phone number or e-mail address"
    CORRECTION_WITHOUT_REFERENCE = "correction-without-reference", Warning (switchable), Release;
        "`kind: correction` without `refers_to`"
        "add `refers_to` with number, date and headline of the corrected release"
    DATE_FORM = "date-form", Error, Release;
        "a date is not written in a form that can be read"
        "write `2022-11-25`, or `2022-11-25T14:00+01:00`"
    DOUBLE_SPACE = "double-space", Warning (switchable), Release;
        "more than one space in a row"
        "one space is enough between two words"
    EMAIL_IMPOSSIBLE = "email-impossible", Error, Release;
        "an e-mail address that cannot exist"
        "correct it: `name@example.org`"
    EMBARGO_BEFORE_DATE = "embargo-before-date", Warning (switchable), Release;
        "the embargo ends before the release's own date"
        "check the day of both"
    EMBARGO_WITHOUT_HOUR = "embargo-without-hour", Error, Release;
        "`embargo` is a day without an hour"
        "add hour and zone: `2022-11-25T14:00+01:00`"
    EMBARGO_WITHOUT_ZONE = "embargo-without-zone", Error, Release;
        "`embargo` has an hour but no time zone"
        "add `+01:00` in winter, `+02:00` in summer, or `Z`"
    EMPTY_FIELD = "empty-field", Error, Release;
        "a field is present but has no value"
        "fill it in, or remove the line"
    EMPTY_FILE = "empty-file", Error, Release;
        "the file is empty"
        "`letterpress new FILE` writes a release to begin with"
    EMPTY_LINK = "empty-link", Error, Release;
        "a link without text or without a target"
        "write `[text](https://…)`, or the bare address"
    ENCODING_DAMAGED = "encoding-damaged", Error, Release;
        "UTF-8 that was read in another encoding on its way, once or several times (`GrÃ¶ÃŸe` for \"Größe\"), or U+FFFD in the place of a lost character"
        "copy the text once more from where it is sound, or take the text that the message names"
    ENTITY_IN_TEXT = "entity-in-text", Error, Release;
        "an HTML entity in a field that is plain text (`F&ouml;rderung`), or one that was encoded twice (`&amp;uuml;`)"
        "write the character itself, as the message names it"
    EVENT_ENDS_BEFORE_START = "event-ends-before-start", Error, Release;
        "the end of `event` lies before its start"
        "check day and hour of both"
    EVENT_LINE = "event-line", Error, Release;
        "a line `::: event` that is misspelt, stands twice, or stands in a list, a quote or a passage, or a line without an event to stand there"
        "write `::: event` once, on a line of its own at the left edge, in a release with `event`; or remove the line"
    FOOTNOTE_EMPTY = "footnote-empty", Error, Release;
        "a footnote is defined without text"
        "write the text after `[^1]:`"
    FOOTNOTE_NESTED = "footnote-nested", Error, Release;
        "a footnote mark inside another footnote or inside a link"
        "move the mark, or write the text out"
    FOOTNOTE_REPEATED = "footnote-repeated", Error, Release;
        "two footnotes have the same label"
        "give each footnote its own label"
    FOOTNOTE_UNDEFINED = "footnote-undefined", Error, Release;
        "a footnote mark without a footnote, or in a field that cannot have one"
        "define it on its own line (`[^1]: …`); outside the body use parentheses"
    FOOTNOTE_UNUSED = "footnote-unused", Error, Release;
        "a footnote to which no mark refers"
        "put its mark into the text, or remove it"
    FRONT_MATTER_MISSING = "front-matter-missing", Error, Release;
        "a Markdown release does not begin with a line `---`"
        "begin with `---`, the fields, and a second `---`"
    FRONT_MATTER_WITHOUT_END = "front-matter-without-end", Error, Release;
        "the second line `---` is missing"
        "put it between fields and text"
    HEADING_EMPTY = "heading-empty", Error, Release;
        "a heading without text"
        "write the heading, or remove the `#` characters"
    HEADING_INSIDE_BLOCK = "heading-inside-block", Error, Release;
        "a heading inside a list item, quote or footnote"
        "end the list or quote first; write `\\#` if the character itself is meant"
    HEADING_LEVEL = "heading-level", Error, Release;
        "a heading of level 1, of level 5 or deeper, or an underlined one"
        "headings are `##`, `###` and `####`; the headline is level 1"
    HEADING_LEVEL_SKIPPED = "heading-level-skipped", Error, Release;
        "a heading is more than one level deeper than the one before"
        "use the level that the hint names"
    HEADING_WITHOUT_SPACE = "heading-without-space", Warning (switchable), Release;
        "`##Word`: without a space this is text, not a heading"
        "put a space after the `#` characters"
    HEADLINE_EMPTY = "headline-empty", Error, Release;
        "`headline` is empty"
        "say in one line what is new"
    HEADLINE_LONG = "headline-long", Warning (switchable), Release;
        "a headline of more than 100 characters"
        "the rest can be the subheadline"
    HYPHEN_FOR_DASH = "hyphen-for-dash", Warning (switchable), Release;
        "a hyphen between spaces, where a dash is meant"
        "write an en dash: –"
    HYPHEN_LEFT_OVER = "hyphen-left-over", Warning (switchable), Release;
        "a hyphen that a word processor's line break left in a word, such as \"Wis-senschaft\", also before a space or a line end"
        "write the word whole"
    IMPOSSIBLE_DATE = "impossible-date", Error, Release;
        "a day or hour that does not exist, or a period that ends before it begins"
        "check the calendar"
    INVITATION_WITHOUT_EVENT = "invitation-without-event", Warning (switchable), Release;
        "`kind: invitation` without `event`"
        "add `event` with start, venue and address"
    JSON_SYNTAX = "json-syntax", Error, Release;
        "the file is not JSON"
        "correct the marked place; often it is a comma after the last field"
    LANGUAGE_DOUBTFUL = "language-doubtful", Warning (switchable), Release;
        "the words are plainly of another language than the release says"
        "correct `language`, or mark what is in another language: `::: {lang=en}` and `:::`"
    LETTERHEAD_NOT_VALID = "letterhead-not-valid", Error, Release;
        "the letterhead was not in use on the release's date"
        "check `date`, or use the letterhead of that time"
    LETTERHEAD_OUTSIDE_ROOT = "letterhead-outside-root", Error, Release;
        "`letterhead` names a file outside the folder from which files may be read"
        "put it beside the release, or use `--letterhead`"
    LIGATURE_CHARACTER = "ligature-character", Error, Release;
        "a ligature typed as one character (`ﬁ`, `ﬂ`), as PDF files give it when text is copied from them"
        "write its letters; the font joins them by itself"
    LINK_BROKEN = "link-broken", Error, Release;
        "a link's target is not an address"
        "write the whole address with `https://`"
    LINK_DEFINITION_REPEATED = "link-definition-repeated", Error, Release;
        "a link label is defined twice"
        "remove one definition"
    LINK_DEFINITION_UNUSED = "link-definition-unused", Error, Release;
        "a line such as `[Note]: text` is a link definition that nothing uses; it would not be shown"
        "write `\\[` to show the line, or remove it"
    LINK_NOT_READ = "link-not-read", Error, Release;
        "what looks like a link or picture is not read as one and would be set with its brackets"
        "write a target with spaces in angle brackets (`[text](<a b.jpg>)`), and a footnote mark after the link"
    LINK_SCHEME = "link-scheme", Error, Release;
        "a link with a scheme other than `http`, `https`, `mailto` or `tel`"
        "use one of these four"
    LINK_TITLE = "link-title", Warning (switchable), Release;
        "the title of a link (`[text](url \"title\")`) is not set on the sheet"
        "remove it, or write it into the text"
    LIST_LOST = "list-lost", Warning (switchable), Release;
        "lines that begin with the marks of a list, such as `•`, `–`, `a)`, a label, a day or a time, or are short as those of an address, and would be set as one paragraph"
        "write `- ` before each line for a list, or end the lines with a backslash if each stands for itself"
    LIST_NUMBER_CHANGED = "list-number-changed", Error, Release;
        "an item would be set with a number other than the typed one"
        "number the items consecutively; write `3\\.` if it is a date"
    LIST_NUMBERS_REPEAT = "list-numbers-repeat", Warning (switchable), Release;
        "every item of a list has the same number, and is set so"
        "number them `1.`, `2.`, `3.`"
    LIST_OF_ONE = "list-of-one", Warning (switchable), Release;
        "a line right below a paragraph, or one with a sign of its own such as `+ 5 %`, is set as a list of one item"
        "escape the character, or put an empty line before a list"
    MAIL_CANCELED = "mail-canceled", Error, Release;
        "`mail send` of a release with `status: canceled` that nobody has, so that there is nothing to recall"
        "do not send it: a recall goes to those who have an earlier version of the release, by the journal, and to nobody else"
    MAIL_CHANGED = "mail-changed", Error, Release;
        "the file of a release was changed while `mail send --wait` waited; nothing was sent"
        "look at what it says now, then run the same command again"
    MAIL_TOO_EARLY = "mail-too-early", Error, Release;
        "`mail send` before the time in `not_before`"
        "wait, let `--wait` wait, or correct the time"
    MAIL_TOO_LATE = "mail-too-late", Error, Release;
        "`mail send --wait` came to send a release later than `--late` allows, because it was begun late or the machine slept; nothing was sent"
        "look whether it may still go out, then send it without `--wait`"
    MAIL_TOO_LARGE = "mail-too-large", Error, Release;
        "a file for mail is too large even with its pictures at the lowest quality"
        "leave pictures out, put a link instead, or allow more with `--max-size`"
    MAIL_VERSION_OLD = "mail-version-old", Error, Release;
        "`mail send` of a version of a release after a newer one was begun; nothing was sent"
        "send the newest version, which may be a recall, or raise `version`"
    MAIL_WITHHELD = "mail-withheld", Error, Release;
        "`mail send` of a release with `status: withheld`"
        "wait until it may go out, then set `status: usable`"
    MAIL_WITHOUT_ID = "mail-without-id", Error, Release;
        "`mail send` of a release without `id`, by which the journal knows who has it"
        "add `id`, and never change it"
    MARKUP_LEFT_OVER = "markup-left-over", Warning (switchable), Release;
        "characters that look like markup and are set as typed: `**`, `~~x~~`, `H~2~O`, `[[x]]`, `{#id}`, a command or a tag"
        "remove them, or write what a release can carry; in the body a backslash before a character shows it"
    MARKUP_REFUSED = "markup-refused", Error, Release;
        "a headline, a subheadline or a caption holds a link, strong emphasis or a list"
        "write emphasis and passages in another language alone; a backslash before a character shows it"
    MEDIA_WITHOUT_CAPTION = "media-without-caption", Error, Release;
        "an entry of `media` has neither caption, file nor address"
        "add one of them"
    MESSAGE_TOO_LARGE = "message-too-large", Error, Release;
        "a message has more bytes than `--max-message` allows"
        "make the PDF smaller with `--max-size`, or allow more"
    MISSING_FIELD = "missing-field", Error, Release;
        "a required field is missing"
        "add it; the hint says what belongs there"
    MOMENT_WITHOUT_HOUR = "moment-without-hour", Error, Release;
        "`not_before` is a day without an hour"
        "add hour and zone"
    MOMENT_WITHOUT_ZONE = "moment-without-zone", Error, Release;
        "a date-time has an hour but no time zone"
        "add `+01:00`, `+02:00` or `Z`"
    NAME_DAMAGED = "name-damaged", Warning (switchable), Release;
        "a question mark inside a word, such as \"Zieli?ski\""
        "write the word anew"
    NOT_UTF8 = "not-utf8", Error, Release;
        "the file is not UTF-8"
        "save it as UTF-8"
    PAGE_OVERFULL = "page-overfull", Error, Release;
        "a part that cannot be broken is higher than a page: a caption, the head of a table, a contact"
        "shorten it"
    PARAGRAPH_EMPTY = "paragraph-empty", Warning (switchable), Release;
        "a paragraph of spaces"
        "remove it: the layout sets the space"
    PASSAGE_ATTRIBUTE = "passage-attribute", Error, Release;
        "the braces after a passage hold something other than a language, or follow no passage"
        "write `[…]{lang=en}`; write `\\{` if the character itself is meant"
    PASSAGE_EMPTY = "passage-empty", Error, Release;
        "a passage in another language without text"
        "write the passage, or remove the brackets around it"
    PASSAGE_LANGUAGE = "passage-language", Error, Release;
        "the language of a passage is not a language tag"
        "write two or three letters, and perhaps a region: `en`, `hsb`, `en-GB`"
    PASSAGE_MISPLACED = "passage-misplaced", Error, Release;
        "`::: {lang=…}` or `:::` stands in a list, a quote, a field or another passage"
        "put both lines at the left edge, around whole blocks; for some words write `[…]{lang=en}`"
    PASSAGE_UNCLOSED = "passage-unclosed", Error, Release;
        "a passage of blocks without its end, or a line `:::` too many"
        "put a line `:::` where the passage ends, or remove the line"
    PHONE_FORM = "phone-form", Warning (switchable), Release;
        "a telephone number not in the form of DIN 5008"
        "write +49 351 564 60200"
    PHONE_IMPOSSIBLE = "phone-impossible", Error, Release;
        "a telephone number with letters, or with fewer than 3 or more than 15 digits"
        "write `\"+49 30 23125 001\"`; words belong into `availability`"
    QUOTE_EMPTY = "quote-empty", Warning (switchable), Release;
        "a line `>` without text is left out"
        "write the quote, or remove the character"
    QUOTE_OF_NUMBER = "quote-of-number", Warning (switchable), Release;
        "a line that begins with `>` before a figure, such as `> 1.000 Einwohner`, is set as a quote that nobody says"
        "write `\\>` for the sign, or name the speaker: `> — Name, Rolle`"
    QUOTES_MIXED = "quotes-mixed", Warning (switchable), Release;
        "two forms of quotation marks in one release"
        "use one form throughout"
    QUOTES_UNBALANCED = "quotes-unbalanced", Warning (switchable), Release;
        "a straight quotation mark has no partner in its paragraph, so all of the paragraph stay as typed"
        "add the other mark, or type the characters that are meant"
    RAW_HTML = "raw-html", Error, Release;
        "an HTML tag or comment in the text"
        "use Markdown; write `\\<` to show the bracket"
    RELEASE_CHANGED = "release-changed", Error, Release;
        "a version that was sent has other contents now"
        "increase `version`, so that everybody gets the new text"
    RELEASE_TOO_LARGE = "release-too-large", Error, Release;
        "a limit is exceeded: 4 MiB a file, 12 levels of lists and quotes, 32 levels of emphasis or of groups, 20,000 blocks or table cells, 500 entries a field, 10,000 characters a field, paragraph or alternative text, 2,000 characters a word, 1,000 pages, or all together (docs/limits.md)"
        "shorten or divide what the message names: write inner levels as paragraphs of their own, part a paragraph by blank lines, put spaces into a word, make two releases of one"
    REPEATED_FIELD = "repeated-field", Error, Release;
        "a field occurs twice"
        "keep one"
    SPEAKER_LOST = "speaker-lost", Warning (switchable), Release;
        "a line within a quote begins with a dash and is set as a part of what is said"
        "the speaker is the last line of a quote: `> — Name, Rolle`"
    TABLE_HEADER_MISMATCH = "table-header-mismatch", Error, Release;
        "the line `---` below a table's header has a different number of cells than the header"
        "give it one `---` a column"
    TABLE_LOST = "table-lost", Error, Release;
        "lines that were a table elsewhere (tabs, columns of spaces, rows without a line `---`, a table of pandoc) and would be set as one paragraph"
        "write a row as `| a | b |`, with `| --- | --- |` below the first"
    TABLE_ROW_TOO_LONG = "table-row-too-long", Error, Release;
        "a table row has more cells than the header"
        "extend the header, or write `\\|` for the character itself"
    TABLE_ROW_TOO_SHORT = "table-row-too-short", Warning (switchable), Release;
        "a row of a table has fewer cells than its header, so that a figure may be missing"
        "write what is missing, or `| |` for a cell that is empty"
    TAKES_TOO_MUCH = "takes-too-much", Error, Release;
        "the release takes more memory than `--max-memory`"
        "shorten or divide it, take smaller pictures, or allow more memory"
    TEXT_LOST = "text-lost", Error, Release;
        "a piece of text would not appear on the sheet (a safety net)"
        "write it as a paragraph of its own"
    TOML_SYNTAX = "toml-syntax", Error, Release;
        "the file is not TOML"
        "correct the marked place; texts need quotes"
    TOOK_TOO_LONG = "took-too-long", Error, Release;
        "the release was not done within `--max-seconds`"
        "shorten or divide it, or allow more time"
    TOO_MANY_FINDINGS = "too-many-findings", Error, Release;
        "more than 1,000 findings in one file; the rest is counted, and not listed. Where no error is among the rest, it is a warning or a note"
        "correct the listed ones and check again"
    UNKNOWN_FIELD = "unknown-field", Error, Release;
        "a field, label or language that does not exist"
        "use the proposed name, or remove it"
    UNKNOWN_KIND = "unknown-kind", Error, Release;
        "`kind` is none of the known ones"
        "release, invitation, correction, speech or statement"
    UNKNOWN_LANGUAGE = "unknown-language", Error, Release;
        "`language` is none of the known ones"
        "de, en, hsb, cs or pl"
    UNKNOWN_LETTERHEAD = "unknown-letterhead", Error, Release;
        "there is no built-in letterhead of that id, or no such file"
        "`letterpress letterhead list` shows the built-in ones"
    UNKNOWN_MEDIA_TYPE = "unknown-media-type", Error, Release;
        "`type` of a medium is none of the known ones"
        "photo, video, audio or document"
    UNKNOWN_STATUS = "unknown-status", Error, Release;
        "`status` is none of the known ones"
        "usable, withheld or canceled"
    WORD_TOO_WIDE = "word-too-wide", Error, Release;
        "a word without a possible break is wider than its column"
        "put a hyphen or a space where it may break"
    WRONG_TYPE = "wrong-type", Error, Release;
        "a value of the wrong kind, such as a number where text belongs"
        "put text into quotes, write lists as lists"
    YAML_ALIAS = "yaml-alias", Error, Release;
        "a YAML alias (`*name`) or anchor (`&name`)"
        "write the value out, or put it in quotes"
    YAML_SYNTAX = "yaml-syntax", Error, Release;
        "the file or its front matter is not YAML"
        "put quotes around values with a colon, `#`, `*` or a leading quote"
    YAML_TAG = "yaml-tag", Error, Release;
        "a YAML tag (`!name`)"
        "remove it, or put the value in quotes"
    ZONE_DOUBTFUL = "zone-doubtful", Warning (switchable), Release;
        "a moment has the offset that the house keeps in the other half of the year, such as `+01:00` in June"
        "write the offset of that day, and check the hour; the zone of the house is `typography.zone` of the letterhead"
}
