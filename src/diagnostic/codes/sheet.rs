//! Codes of pictures, letterheads and layouts.

super::codes! {
    BASE_UNUSABLE = "base-unusable", Error, Letterhead;
        "the base that a letterhead `extends` cannot be used: it is missing, lies elsewhere, or extends its own heir"
        "name a `.toml` in the letterhead's own folder that stands by itself, or extends another one"
    CONTRAST_LOW = "contrast-low", Warning (switchable), Letterhead;
        "text in a colour of the letterhead has a contrast of less than 4.5:1 on its ground (WCAG 2.1, 1.4.3)"
        "take a colour that differs more from its ground"
    CONTRAST_TOO_LOW = "contrast-too-low", Error, Letterhead;
        "text in a colour of the letterhead cannot be seen, or alerts have a contrast of less than 3:1 on their ground"
        "take a colour that differs more from its ground; at least 4.5:1 is good"
    DECORATIVE_WITH_WORDS = "decorative-with-words", Error, Release;
        "a decorative picture has words, or something other than a picture is called decorative"
        "remove `decorative`, or the words"
    DRAWING_FACE_ABSENT = "drawing-face-absent", Warning (switchable), Release;
        "text in a drawing (SVG) asks for a font that is not available; Liberation Sans is used instead, whose letters may be wider"
        "look at the drawing on the sheet; add the font with `font_dir` or `--font-dir`, or turn the text into paths"
    FONT_BROKEN = "font-broken", Error, Letterhead;
        "a font file of `font_dir` or `--font-dir` is not a font, or takes too much: files, bytes, glyphs of glyphs or coloured layers"
        "use TrueType or OpenType files in the folder of `font_dir` or `--font-dir`"
    FONT_FILE_PASSED_OVER = "font-file-passed-over", Warning (switchable), Letterhead;
        "a file in the folder of `font_dir` is a font of a kind that is not read, such as WOFF, or the folder has folders"
        "put TrueType or OpenType files (.ttf, .otf, .ttc, .otc) into the folder itself"
    FONT_NOT_EMBEDDABLE = "font-not-embeddable", Error, Letterhead;
        "a font that the letterhead uses says that it may not be embedded in documents (OS/2 `fsType`)"
        "use another font, or an edition whose licence allows embedding"
    FONT_STYLE_ABSENT = "font-style-absent", Warning (switchable), Letterhead;
        "a family that the letterhead uses has no bold or no italic font: headings or emphasis look like the text around them"
        "add the font to the folder of `font_dir`, or use another family"
    FOOTNOTE_LINK_ABSENT = "footnote-link-absent", Error, Letterhead;
        "a letterhead's `footnote.link` does not occur in `footnote.text`"
        "copy the piece of the text that readers can follow, letter by letter"
    FOOTNOTE_MARK = "footnote-mark", Error, Letterhead;
        "the letterhead's footnote is marked by a number, as those of the text are"
        "use `*` or `†`"
    HEAD_OUT_OF_ROOM = "head-out-of-room", Error, Letterhead;
        "the words of the head (sender, running head, embargo) leave their room: the page, the band behind them, or what is above the text"
        "begin the text lower, make the band higher, or shorten `sender` or `head.later`"
    HEAD_PATTERN = "head-pattern", Error, Letterhead;
        "`head.later` of a letterhead uses an unknown placeholder, or a brace in it stands alone"
        "use one of the placeholders that the message lists"
    HELO_IMPOSSIBLE = "helo-impossible", Error, Letterhead;
        "`[mail] helo` or `--helo` is neither the whole name of a host nor an address in brackets (RFC 5321, 4.1.1.1 and 4.1.3)"
        "write the name that the relay can look up, such as `presse.example.org`"
    LAYOUT_FAULT = "layout-fault", Error, Layout;
        "a layout of one's own fails, or asks for what no layout may have"
        "correct the layout; the release is not the cause"
    LAYOUT_WARNING = "layout-warning", Warning, Layout;
        "the engine warns of something in a layout of one's own, such as a font that is not there"
        "correct the layout, or add the font with `font_dir` or `--font-dir`"
    LETTERHEAD_FILE_MISSING = "letterhead-file-missing", Error, Letterhead;
        "a file that the letterhead names (logo, font folder) cannot be read"
        "correct the path; it is relative to the letterhead's folder"
    LETTERHEAD_TWICE = "letterhead-twice", Error, Letterhead;
        "two letterheads of a folder have the same id, and both are valid on one day"
        "give one of them another `id`, or part their time by `valid_from` and `valid_until`"
    LIST_ID_IMPOSSIBLE = "list-id-impossible", Error, Letterhead;
        "`[mail] list_id` cannot be the identifier of a list (RFC 2919)"
        "names and dots that end in a domain of the house: `presse.example.org`"
    LOGO_BROKEN = "logo-broken", Error, Letterhead;
        "a logo of the letterhead cannot be drawn, takes too much, or has text in a font that is not there"
        "open it in a drawing program and save it once more, with texts as paths"
    LOGO_NOT_A_PICTURE = "logo-not-a-picture", Error, Letterhead;
        "a logo does not have the format that its file extension says"
        "use SVG, PDF or PNG"
    LOGO_RESOLUTION_LOW = "logo-resolution-low", Warning (switchable), Letterhead;
        "a logo of pixels has fewer than 200 dpi at the size it is set"
        "use a drawing (SVG, PDF), or a picture with more pixels"
    MAIL_FROM_MISSING = "mail-from-missing", Error, Letterhead;
        "the letterhead has no sender address"
        "add `[mail]` with `from = \"presse@example.org\"`"
    MAIL_HTML_LARGE = "mail-html-large", Note, Release;
        "the HTML of a message has more than 100 kB, of which Gmail hides what stands behind the first 102 kB; its longest tables are shortened, and stand whole in the PDF and in the plain text"
        "nothing to do if the tables alone were too long, else shorten the text"
    MAIL_KEY_MISSING = "mail-key-missing", Error, Environment;
        "the letterhead uses `{token}` in the unsubscribe address, and no key is given"
        "`--token-key FILE` or `LETTERPRESS_TOKEN_KEY`; or remove `{token}`"
    MAIL_PATTERN = "mail-pattern", Error, Letterhead;
        "a pattern of `[mail]` uses an unknown placeholder, or a brace in it stands alone"
        "use one of the placeholders that the message lists"
    MAIL_PICTURES_REDUCED = "mail-pictures-reduced", Note, Release;
        "pictures of a file for mail were reduced so that it keeps within its size"
        "nothing to do; `--max-size` allows more"
    MARK_OUT_OF_ROOM = "mark-out-of-room", Error, Letterhead;
        "the mark leaves the head of the page, is cut off, or lies over text"
        "make it smaller: `theme.measures.mark_height`; or give it more room"
    MEASURES_COLLIDE = "measures-collide", Error, Letterhead;
        "two measures of a letterhead leave no room for each other"
        "change one of the two"
    MEASURES_IMPOSSIBLE = "measures-impossible", Error, Letterhead;
        "the text or the information column of a letterhead is too narrow"
        "correct `theme.measures`"
    MEDIA_MISSING = "media-missing", Error, Release;
        "a picture file does not exist or cannot be read"
        "correct the path, or the permissions of the file"
    MEDIA_NOT_A_PICTURE = "media-not-a-picture", Error, Release;
        "a file is not a picture, or a broken one"
        "use JPEG, PNG, WebP, TIFF, GIF or SVG; save a broken one once more"
    MEDIA_OUTSIDE_ROOT = "media-outside-root", Error, Release;
        "a picture lies outside the folder from which files may be read"
        "put it into the release's folder, or allow a wider one with `--root`"
    MEDIA_TOO_LARGE = "media-too-large", Error, Release;
        "a picture, or all of a release together, have more bytes, pixels, frames or shapes than are read; the message names the figure"
        "save a smaller copy, or leave some out"
    MEDIA_UNFIT = "media-unfit", Error, Release;
        "a drawing (SVG) has scripts, filters, repeating gradients or characters for which no font has a glyph, or needs other files"
        "turn such texts into paths, embed pictures, save it as plain SVG or as PNG"
    NUMBER_OUT_OF_BOUNDS = "number-out-of-bounds", Error, Letterhead;
        "a number in the letterhead's theme lies outside its bounds"
        "use a number between those in the hint"
    ORDER_REPEATS = "order-repeats", Error, Letterhead;
        "a part stands twice in `theme.order` of a letterhead"
        "keep one of the two"
    PAGE_IMPOSSIBLE = "page-impossible", Error, Layout;
        "a page of a layout of one's own is smaller or larger than a page of a PDF can be, or has no bleed in print"
        "set `width`, `height` and `bleed` of `page` as the message says"
    PART_LOST = "part-lost", Error, Layout;
        "a layout of one's own leaves out a part of the release or the letterhead"
        "set the part, or name it in `#let leaves-out = (…)` of the layout"
    PERIODS_OVERLAP = "periods-overlap", Error, Letterhead;
        "two periods of a letterhead begin on one day, or one begins before the letterhead itself"
        "give each `[[period]]` a day of its own, later than `valid_from`"
    PHOTO_RESOLUTION_LOW = "photo-resolution-low", Warning (switchable), Release;
        "a picture has fewer than 300 dpi at the size it is set, and is to be printed"
        "use a picture with more pixels"
    PHOTO_WITHOUT_ALT = "photo-without-alt", Error, Release;
        "a picture without alternative text"
        "say in one sentence what can be seen"
    PICTURE_ATTRIBUTE = "picture-attribute", Error, Release;
        "braces after a picture say something other than `decorative`"
        "remove them; write `\\{` if the character itself is meant"
    PICTURE_IN_FIELD = "picture-in-field", Error, Release;
        "a picture in `lead`, `notices` or `boilerplate`"
        "put it into the body or under `media`"
    PICTURE_IN_PARAGRAPH = "picture-in-paragraph", Warning (switchable), Release;
        "a picture stands alone on its typed line, but in a paragraph with other lines, so that it is set no higher than a line of text"
        "put an empty line before and behind the picture; its caption stands in quotes behind the file"
    PICTURE_WITHOUT_FILE = "picture-without-file", Error, Release;
        "`![…]()` names no file"
        "write `![what it shows](file.jpg \"caption\")`"
    STANDARD_REFUSED = "standard-refused", Error, Release;
        "the PDF cannot keep a standard that was asked for"
        "follow the hint, or choose another `--standard`"
    TEXT_UNSEEN = "text-unseen", Error, Layout;
        "text of a layout of one's own stands outside the page, or has the colour of its ground"
        "move the text, or give it another colour"
    TYPE_SMALL = "type-small", Warning (switchable), Letterhead;
        "a size of type in the letterhead is under 6 pt"
        "use a larger size in `theme.sizes`"
    TYPE_TOO_SMALL = "type-too-small", Error, Letterhead;
        "a size of type in the letterhead is under 5 pt"
        "use a larger size in `theme.sizes`"
    UNKNOWN_FONT = "unknown-font", Error, Letterhead;
        "the letterhead names a font that is not available"
        "add it through `font_dir`, or name one from the hint"
    UNKNOWN_LINK_STYLE = "unknown-link-style", Error, Letterhead;
        "`theme.links` of a letterhead is none of the known ones"
        "use one from the hint"
    UNKNOWN_QUOTE_STYLE = "unknown-quote-style", Error, Letterhead;
        "`typography.quotes` of a letterhead is none of the known ones"
        "use one from the hint"
    UNKNOWN_SETTING = "unknown-setting", Error, Letterhead;
        "a field of a letterhead that takes one of a few words has another one"
        "use one from the hint"
    UNKNOWN_TIME_STYLE = "unknown-time-style", Error, Letterhead;
        "`typography.time` of a letterhead is neither `10.00` nor `10:00`"
        "write one of the two, in quotation marks"
    UNKNOWN_WARNING = "unknown-warning", Error, Letterhead;
        "`warnings` of a letterhead name a code that cannot be switched"
        "use one of those that the message lists"
    UNKNOWN_WEIGHT = "unknown-weight", Error, Letterhead;
        "a weight in `theme.weights` of a letterhead is none of the known ones"
        "use one from the hint"
    UNKNOWN_ZONE = "unknown-zone", Error, Letterhead;
        "`typography.zone` of a letterhead is not a time zone"
        "write a name of the database of time zones: `Europe/Berlin`"
}
