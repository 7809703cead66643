//! What layouts say of the structure of a sheet, beside what the engine sees by itself.
//!
//! Terms with their descriptions stand in columns, and so do times of an agenda; a list of links
//! has no signs before its lines. On paper these are lists, and to the engine they are none. So
//! layouts have a function, `tag(role, content)`, which says what a part is heard as.

use std::sync::LazyLock;

use typst::diag::{SourceResult, bail};
use typst::foundations::{
    Args, Binding, CastInfo, Content, Func, IntoValue, NativeFuncData, NativeFuncPtr, Scope, Str,
    Value,
};
use typst::pdf::PdfMarkerTag;
use typst::syntax::Spanned;
use typst::{Feature, Library, LibraryExt};

/// Declares a function of the library: its name, what it is, and what it does with its arguments.
macro_rules! function {
    ($constant:ident, $name:literal, $title:literal, $docs:literal, $body:expr) => {
        static $constant: NativeFuncData = NativeFuncData {
            function: NativeFuncPtr(&|_, _, args| $body(args)),
            name: $name,
            title: $title,
            docs: $docs,
            def_site: None,
            keywords: &[],
            contextual: false,
            scope: LazyLock::new(&|| Scope::new()),
            params: LazyLock::new(&|| Vec::new()),
            returns: LazyLock::new(&|| CastInfo::Any),
        };
    };
}

function!(
    TAG,
    "tag",
    "Tag",
    "Content that is heard as a `\"list\"`, the `\"label\"` of an entry, or its `\"item\"`.",
    tagged
);

/// The standard library with `tag`, and with the heads of rows in tables (`pdf.header-cell`).
pub(super) fn library() -> Library {
    let features = [Feature::A11yExtras].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    let scope = library.global.scope_mut();
    scope.define_func_with_data(&TAG);
    // `std` has names of its own for the same.
    for refused in REFUSED {
        scope.bind(refused.name.into(), Binding::detached(Func::from(refused)));
    }
    library.std = Binding::detached(library.global.clone());
    library
}

/// Functions of the engine that no layout has.
static REFUSED: [&NativeFuncData; 2] = [&PLUGIN, &EVAL];

/// Declares what stands in the place of a function that is switched off: why, and what to do.
macro_rules! switched_off {
    ($constant:ident, $name:literal, $why:literal, $hint:literal) => {
        function!($constant, $name, "Switched off", $why, |args: &mut Args| {
            bail!(args.span, $why; hint: $hint)
        });
    };
}

// Nothing bounds what a program in WebAssembly takes.
switched_off!(
    PLUGIN,
    "plugin",
    "plug-ins are switched off",
    "write the function in the language of the layout"
);
// Nothing may become source that comes as data.
switched_off!(
    EVAL,
    "eval",
    "`eval` is switched off: text of a release never becomes a program",
    "set it by `plain(…)`, `inlines(…)` or `blocks(…)` of `/layout/text.typ`"
);

/// Content with a role: a list (ISO 32000-1, 14.8.4.3.3), the label of an entry, or what the
/// label stands for. An entry may have no label.
fn tagged(args: &mut Args) -> SourceResult<Value> {
    let role: Spanned<Str> = Args::expect(args, "role")?;
    let body: Content = Args::expect(args, "content")?;
    let content = match role.v.as_str() {
        // The one list of the engine that brings no look of its own.
        "list" => PdfMarkerTag::Bibliography(false, body),
        "label" => PdfMarkerTag::ListItemLabel(body),
        "item" => PdfMarkerTag::ListItemBody(body),
        other => bail!(role.span, "there is no role `{other}`, but `list`, `label` and `item`"),
    };
    Ok(content.into_value())
}
