//! An inspection in words, section by section.

use std::collections::BTreeMap;

use letterpress::inspect::{
    Attachment, ColourSpace, EmbeddedPicture, FilePart, Font, Inspection, PageGroup, Permissions,
    Rectangle, ReleaseMark, Transparency, Xmp,
};

use super::{ReportRow, ReportSection};
use crate::command::words::{bytes, figure, plural, runs};

/// The most entries of a list that people want to read.
const MAX_ENTRIES: usize = 40;

/// All sections in their order.
pub fn sections(inspection: &Inspection) -> Vec<ReportSection> {
    vec![
        ReportSection::new("File", file(inspection)),
        ReportSection::new("Pages", list(&inspection.page_groups, "kinds of pages", page)),
        ReportSection::new("Document", document(inspection)),
        ReportSection::new("Tags", tags(inspection)),
        ReportSection::new("Fonts", fonts(inspection)),
        ReportSection::new("Pictures", list(&inspection.pictures, "pictures", picture)),
        ReportSection::new("Attachments", list(&inspection.attachments, "attachments", attachment)),
        ReportSection::new("Inside", inside(inspection)),
        ReportSection::new("Bytes", sizes(inspection)),
    ]
}

fn row(label: impl Into<String>, text: impl Into<String>) -> ReportRow {
    ReportRow::new(label, text)
}

fn alarm(label: impl Into<String>, text: impl Into<String>) -> ReportRow {
    row(label, text).alarming(true)
}

fn list<T>(all: &[T], what: &str, one: fn(&T) -> ReportRow) -> Vec<ReportRow> {
    let mut rows: Vec<_> = all.iter().take(MAX_ENTRIES).map(one).collect();
    if all.len() > MAX_ENTRIES {
        let more = bytes(all.len() - MAX_ENTRIES);
        rows.push(row("…", format!("{more} more {what}; `--message-format json` lists all")));
    }
    rows
}

fn file(inspection: &Inspection) -> Vec<ReportRow> {
    let mut rows = vec![
        row("Size", plural(inspection.bytes, "byte", bytes)),
        row("Version", format!("PDF {}", inspection.version)),
        row("Pages", bytes(inspection.pages)),
    ];
    for claim in &inspection.claims {
        let place = if claim.stands_in == "info" { ", in the information dictionary" } else { "" };
        rows.push(row("Claims", format!("{}{place}", claim.standard)));
    }
    let said = if inspection.claims.is_empty() {
        "no standard"
    } else {
        "a claim is no proof: use a validator"
    };
    rows.push(row(if inspection.claims.is_empty() { "Claims" } else { "" }, said));
    for intent in &inspection.output_intents {
        let parts = [&intent.kind, &intent.condition, &intent.profile];
        let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
        rows.push(row("Output intent", parts.join(", ")));
    }
    if let Some(lock) = &inspection.encryption {
        let text = format!("{}, opens without a password", lock.method);
        rows.push(alarm("Encryption", text));
        rows.push(row("Permissions", permissions(&lock.permissions)));
    }
    rows
}

fn permissions(permissions: &Permissions) -> String {
    let all = [
        (permissions.print_well, "printing"),
        (permissions.print && !permissions.print_well, "printing in low quality"),
        (permissions.copy, "copying"),
        (permissions.accessibility, "reading aloud"),
        (permissions.change, "changing"),
        (permissions.annotate, "annotating"),
        (permissions.fill_forms, "filling in forms"),
        (permissions.assemble, "assembling"),
    ];
    let granted: Vec<_> = all.iter().filter(|(is, _)| *is).map(|(_, what)| *what).collect();
    if granted.is_empty() { "none".to_owned() } else { granted.join(", ") }
}

fn page(group: &PageGroup) -> ReportRow {
    let mut first = group.size.clone().unwrap_or_else(|| "no named size".to_owned());
    if group.rotation != 0 {
        first += &format!(", turned by {}°", group.rotation);
    }
    if group.user_unit != 1.0 {
        first += &format!(", a unit is {} pt", figure(group.user_unit, 3));
    }
    let boxes = [
        ("MediaBox", Some(group.media_box)),
        ("CropBox", group.crop_box),
        ("BleedBox", group.bleed_box),
        ("TrimBox", group.trim_box),
        ("ArtBox", group.art_box),
    ];
    let boxes = boxes.iter().filter_map(|(name, found)| Some(rectangle(name, &(*found)?)));
    ReportRow {
        label: runs(&group.pages),
        lines: [first].into_iter().chain(boxes).collect(),
        alarm: false,
    }
}

fn rectangle(name: &str, found: &Rectangle) -> String {
    let [width, height] = found.millimetres().map(|length| figure(length, 1));
    let points = found.0.map(|point| figure(point, 2)).join(" ");
    format!("{name:<9}{width} × {height} mm  ({points} pt)")
}

fn document(inspection: &Inspection) -> Vec<ReportRow> {
    let metadata = &inspection.metadata;
    let shown = if metadata.shows_title { "shown" } else { "not shown" };
    let title = metadata.title.as_ref().map(|title| format!("{title} ({shown} in the window)"));
    let fields = [
        ("Title", &title),
        ("Author", &metadata.author),
        ("Subject", &metadata.subject),
        ("Keywords", &metadata.keywords),
        ("Identifier", &metadata.identifier),
        ("Language", &metadata.language),
        ("Written with", &metadata.creator),
        ("Made with", &metadata.producer),
        ("Created", &metadata.created),
        ("Modified", &metadata.modified),
    ];
    let mut rows: Vec<_> =
        fields.iter().filter_map(|(label, value)| Some(row(*label, (*value).clone()?))).collect();
    rows.extend(metadata.release.as_ref().map(release));
    let missing = [("title", &metadata.title), ("language", &metadata.language)];
    let missing: Vec<_> =
        missing.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        rows.push(alarm("Missing", missing.join(", ")));
    }
    rows.push(match metadata.xmp {
        Xmp::Read => row("XMP", "present"),
        Xmp::None => row("XMP", "none"),
        _ => alarm("XMP", "present, but cannot be read"),
    });
    if !metadata.differences.is_empty() {
        let fields = metadata.differences.join(", ");
        rows.push(alarm("Unlike", format!("{fields}: XMP and the information dictionary differ")));
    }
    rows
}

/// The release from which letterpress set the file.
fn release(mark: &ReleaseMark) -> ReportRow {
    let version = mark.version.map(|version| version.to_string());
    let rows = [
        [("version", &version), ("for", &mark.edition)],
        [("letterhead", &mark.letterhead), ("SHA-256", &mark.letterhead_hash)],
        [("layout SHA-256", &mark.layout_hash), ("", &None)],
    ];
    let mut lines: Vec<_> = rows
        .iter()
        .map(|row| {
            let said = row.iter().filter_map(|(what, value)| Some((what, (*value).as_ref()?)));
            said.map(|(what, value)| format!("{what} {value}")).collect::<Vec<_>>().join(", ")
        })
        .collect();
    lines.retain(|line| !line.is_empty());
    ReportRow { label: "Release".to_owned(), lines, alarm: false }
}

fn tags(inspection: &Inspection) -> Vec<ReportRow> {
    let tags = &inspection.tags;
    if !tags.tree && !tags.marked {
        return vec![alarm("Tagged", "no: assistive software has to guess")];
    }
    let mut rows = vec![match (tags.marked, tags.tree) {
        (true, true) => row("Tagged", format!("yes, {}", plural(tags.elements, "element", bytes))),
        (true, false) => alarm("Tagged", "it says so, but there is no structure"),
        _ => alarm("Tagged", "there is a structure, but the file does not say that it is tagged"),
    }];
    if tags.suspects {
        rows.push(alarm("Suspects", "the file says that its tags may be wrong"));
    }
    let roles: Vec<_> = tags.roles.iter().take(MAX_ENTRIES).map(role).collect();
    if !roles.is_empty() {
        rows.push(row("Roles", roles.join(", ")));
    }
    let (with, without) =
        (tags.figures_with_alternative_text, tags.figures_without_alternative_text);
    if with + without > 0 {
        let text = format!("{with} with alternative text, {without} without");
        rows.push(row("Figures", text).alarming(without > 0));
    }
    rows
}

fn role(role: &letterpress::inspect::RoleCount) -> String {
    let stands = role.stands_for.as_ref().map(|standard| format!(" (as {standard})"));
    format!("{} {}{}", bytes(role.elements), role.role, stands.unwrap_or_default())
}

fn fonts(inspection: &Inspection) -> Vec<ReportRow> {
    let mut rows = list(&inspection.fonts, "fonts", font);
    let colours: Vec<_> = inspection.text_colours.iter().map(colour).collect();
    if !colours.is_empty() && !rows.is_empty() {
        rows.push(row("Colours of text", colours.join(", ")));
    }
    rows
}

fn font(font: &Font) -> ReportRow {
    let embedded = match (font.embedded, font.subset) {
        (true, true) => "embedded as a subset",
        (true, false) => "embedded whole",
        (false, _) => "not embedded",
    };
    let unicode = if font.to_unicode { "with ToUnicode" } else { "without ToUnicode" };
    let encoding = font.encoding.as_ref().map(|encoding| format!(", {encoding}"));
    let text = format!("{}, {embedded}, {unicode}{}", font.kind, encoding.unwrap_or_default());
    row(font.name.clone(), text).alarming(!font.embedded)
}

fn colour(colour: &ColourSpace) -> String {
    match &colour.profile {
        Some(profile) => format!("{} “{profile}”", colour.space),
        None => colour.space.clone(),
    }
}

fn picture(picture: &EmbeddedPicture) -> ReportRow {
    let [width, height] = picture.pixels;
    let dpi: Vec<_> = picture.places.iter().filter_map(|place| place.dpi).collect();
    let min = dpi.iter().copied().min_by(|a, b| (a[0] + a[1]).total_cmp(&(b[0] + b[1])));
    let max = dpi.iter().copied().max_by(|a, b| (a[0] + a[1]).total_cmp(&(b[0] + b[1])));
    let dpi = match (min.map(resolution), max.map(resolution)) {
        (Some(min), Some(max)) if min == max => min,
        (Some(min), Some(max)) => format!("{min} to {max}"),
        _ => "without extent".to_owned(),
    };
    let pages = match (picture.places.first(), picture.on_pages) {
        (Some(place), 1) => format!("page {}", place.page),
        (_, pages) => plural(pages, "page", bytes),
    };
    let size =
        picture.places.first().map(|place| place.millimetres.map(|length| figure(length, 1)));
    let size = size
        .map(|[horizontal, vertical]| format!(", {horizontal} × {vertical} mm"))
        .unwrap_or_default();
    let times = match picture.times {
        times if times > picture.on_pages => format!(", {} times", bytes(times)),
        _ => String::new(),
    };
    let colours = match (&picture.colour, picture.stencil) {
        (_, true) => Some("stencil".to_owned()),
        (found, _) => found.as_ref().map(colour),
    };
    let bits = picture.bits.map(|bits| plural(bits, "bit", bytes));
    let packing = if picture.packing.is_empty() {
        "not packed".to_owned()
    } else {
        picture.packing.join(" + ")
    };
    let transparency = picture.transparency.map(|found| match found {
        Transparency::SoftMask { pixels: [width, height], bytes: size } => {
            format!("soft mask {width} × {height} px, {}", plural(size, "byte", bytes))
        }
        Transparency::Mask => "mask".to_owned(),
        Transparency::ColourKey => "transparent colours".to_owned(),
    });
    let size_in_file = Some(plural(picture.bytes, "byte", bytes));
    let parts = [colours, bits, Some(packing), size_in_file, transparency];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let lines =
        vec![format!("{width} × {height} px, {dpi}{size}, {pages}{times}"), parts.join(", ")];
    let label = picture.object.map_or_else(|| "inline".to_owned(), |number| format!("{number}"));
    ReportRow { label, lines, alarm: false }
}

fn resolution([horizontal, vertical]: [f64; 2]) -> String {
    match (horizontal.round(), vertical.round()) {
        (horizontal, vertical) if horizontal == vertical => format!("{horizontal} dpi"),
        (horizontal, vertical) => format!("{horizontal} × {vertical} dpi"),
    }
}

fn attachment(attachment: &Attachment) -> ReportRow {
    let size = attachment.bytes.map(|size| plural(size, "byte", bytes));
    let checksum = attachment
        .checksum
        .map(|is_right| if is_right { "checksum right" } else { "checksum WRONG" }.to_owned());
    let unreadable = attachment.content.is_none().then(|| "cannot be read".to_owned());
    let first =
        [attachment.relationship.clone(), attachment.mime.clone(), size, checksum, unreadable];
    let first: Vec<_> = first.into_iter().flatten().collect();
    let mut lines = vec![first.join(", ")];
    lines.extend(attachment.description.clone());
    lines.extend(attachment.modified.as_ref().map(|day| format!("modified {day}")));
    let alarm = attachment.checksum == Some(false) || attachment.content.is_none();
    ReportRow { label: attachment.name.clone(), lines, alarm }
}

fn inside(inspection: &Inspection) -> Vec<ReportRow> {
    let doings = &inspection.actions;
    let mut rows = Vec::new();
    if doings.outlines > 0 {
        rows.push(row("Outlines", plural(doings.outlines, "entry", bytes).replace("ys", "ies")));
    }
    if doings.links > 0 {
        let text = format!("{}, {} of them to the web", bytes(doings.links), doings.links_to_web);
        rows.push(row("Links", text));
    }
    if !doings.annotations.is_empty() {
        rows.push(row("Annotations", counted(&doings.annotations)));
    }
    if doings.form_fields > 0 || doings.xfa {
        let xfa = if doings.xfa { ", as XFA" } else { "" };
        rows.push(row("Form", format!("{}{xfa}", plural(doings.form_fields, "field", bytes))));
    }
    if doings.signatures > 0 {
        rows.push(row("Signatures", format!("{}, not checked", bytes(doings.signatures))));
    }
    if doings.scripts > 0 {
        rows.push(alarm("JavaScript", plural(doings.scripts, "script", bytes)));
    }
    if !doings.actions.is_empty() {
        rows.push(alarm("Actions", counted(&doings.actions)));
    }
    rows
}

/// `12 Link, 3 Widget`.
fn counted(counts: &BTreeMap<String, usize>) -> String {
    let all: Vec<_> =
        counts.iter().map(|(kind, count)| format!("{} {kind}", bytes(*count))).collect();
    all.join(", ")
}

fn sizes(inspection: &Inspection) -> Vec<ReportRow> {
    let width = bytes(inspection.bytes).len();
    let rows = inspection.parts.iter().map(|share| {
        let text = format!("{:>width$}  {:>5.1} %", bytes(share.bytes), share.percent);
        row(part_name(share.part), text)
    });
    rows.collect()
}

fn part_name(part: FilePart) -> &'static str {
    match part {
        FilePart::Fonts => "Fonts",
        FilePart::Pictures => "Pictures",
        FilePart::Content => "Page content",
        FilePart::Structure => "Tags",
        FilePart::Attachments => "Attachments",
        FilePart::Metadata => "Metadata",
        _ => "Rest",
    }
}
