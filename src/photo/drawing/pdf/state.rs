//! What a content stream has set, and what its paths cover.

/// What a part takes each time that it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct DrawingCost {
    pub operations: u64,
    pub pixels: f64,
}

impl DrawingCost {
    pub fn times(self, times: u64) -> Self {
        Self {
            operations: self.operations.saturating_mul(times),
            pixels: self.pixels * times as f64,
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            operations: self.operations.saturating_add(other.operations),
            pixels: self.pixels + other.pixels,
        }
    }

    /// What is more than the other.
    pub fn minus(self, other: Self) -> Self {
        Self {
            operations: self.operations.saturating_sub(other.operations),
            pixels: self.pixels - other.pixels,
        }
    }

    pub fn larger(self, other: Self) -> Self {
        Self {
            operations: self.operations.max(other.operations),
            pixels: self.pixels.max(other.pixels),
        }
    }
}

/// What shapes are painted with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum PdfPaint {
    Plain,
    Gradient(GradientCost),
    /// The cell of a pattern.
    Pattern(DrawingCost),
}

/// What a gradient takes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GradientCost {
    pub per_pixel: f64,
    /// Once for each shape, whatever it covers: the patches of a mesh.
    pub patches: f64,
}

/// The font that letters are set in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LetterFont {
    /// What each letter takes.
    Known(DrawingCost),
    /// It is not in the file.
    Absent(String),
}

/// The state of a content stream.
#[derive(Clone)]
pub(super) struct DrawingState {
    pub matrix: [f64; 6],
    /// The matrix at the beginning of the stream, which patterns go by.
    pub root: [f64; 6],
    pub fill: PdfPaint,
    pub stroke: PdfPaint,
    pub line_width: f64,
    /// What can be drawn on.
    pub clip: PathCorners,
    /// Steps of functions that change the colours of each pixel, in pixels.
    pub transfer: f64,
    pub font: LetterFont,
    /// How many clip paths stand in one another.
    pub clips: usize,
    /// Whether letters become a clip path, and what those take that did: they are kept with
    /// each state.
    pub is_clipping: bool,
    pub held: u64,
    /// Whether text is neither filled nor a line.
    pub is_invisible: bool,
    /// Whether this is a letter (Type 3), whose size depends on the text.
    pub is_letter: bool,
}

pub(super) const IDENTITY: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl DrawingState {
    pub fn of_page(page: PathCorners) -> Self {
        Self {
            matrix: IDENTITY,
            root: IDENTITY,
            fill: PdfPaint::Plain,
            stroke: PdfPaint::Plain,
            line_width: 1.0,
            clip: page,
            transfer: 0.0,
            font: LetterFont::Absent("Helvetica".to_owned()),
            clips: 0,
            is_clipping: false,
            held: 0,
            is_invisible: false,
            is_letter: false,
        }
    }

    /// The width of lines on the page.
    pub fn line(&self) -> f64 {
        let [a, b, c, d, ..] = self.matrix;
        self.line_width.abs() * a.hypot(b).max(c.hypot(d))
    }
}

/// A path by its corners on the page.
#[derive(Clone, Copy)]
pub(super) struct PathCorners([f64; 4]);

impl PathCorners {
    pub const NOTHING: Self =
        Self([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY]);

    pub fn add(&mut self, matrix: &[f64; 6], x: f64, y: f64) {
        let [a, b, c, d, e, f] = *matrix;
        let (x, y) = (a * x + c * y + e, b * x + d * y + f);
        let [left, bottom, right, top] = self.0;
        self.0 = [left.min(x), bottom.min(y), right.max(x), top.max(y)];
    }

    /// The pixels that it covers with a line of this width around it.
    pub fn pixels(&self, line: f64) -> f64 {
        let [left, bottom, right, top] = self.0;
        if left > right { 0.0 } else { padded(right - left, line) * padded(top - bottom, line) }
    }

    /// The corners of what both cover.
    pub fn intersection(&self, other: &Self) -> Self {
        let [left, bottom, right, top] = self.0;
        let [west, south, east, north] = other.0;
        Self([left.max(west), bottom.max(south), right.min(east), top.min(north)])
    }

    /// The corners of what either covers.
    pub fn union(&self, other: &Self) -> Self {
        let [left, bottom, right, top] = self.0;
        let [west, south, east, north] = other.0;
        Self([left.min(west), bottom.min(south), right.max(east), top.max(north)])
    }

    /// A rectangle.
    pub fn rectangle(&mut self, matrix: &[f64; 6], [x, y, width, height]: [f64; 4]) {
        self.add(matrix, x, y);
        self.add(matrix, x + width, y);
        self.add(matrix, x, y + height);
        self.add(matrix, x + width, y + height);
    }

    /// The same within the first pixels to the right and above.
    pub fn within(&self, side: f64) -> Self {
        Self(self.0.map(|at| at.clamp(0.0, side)))
    }
}

/// A side with the line around it, in pixels.
fn padded(side: f64, line: f64) -> f64 {
    if side.is_finite() { side.max(0.0) + 2.0 * line + 1.0 } else { f64::MAX }
}

/// One matrix before another.
pub(super) fn product(one: [f64; 6], other: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = other;
    [
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + l,
    ]
}
