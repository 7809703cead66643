//! Where text stands: the operators that move it.

use super::joint::TextPlace;
use crate::inspect::content::{Matrix, times};

const UNMOVED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The part of a graphics state that says where text stands.
#[derive(Debug, Clone, Copy)]
pub struct TextPosition {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    leading: f64,
    size: f64,
}

impl TextPosition {
    /// That at the beginning of a page.
    pub fn new() -> Self {
        Self { page: UNMOVED, text: UNMOVED, line: UNMOVED, leading: 0.0, size: 1.0 }
    }

    /// Moves by a transformation of the page.
    pub fn transform(&mut self, by: &Matrix) {
        self.page = times(by, &self.page);
    }

    /// Carries out an operator, if it is one that moves text.
    pub fn carry_out(&mut self, operator: &[u8], figures: &[f64]) {
        match (operator, figures) {
            (b"cm", figures) => {
                if let Ok(by) = Matrix::try_from(figures) {
                    self.transform(&by);
                }
            }
            (b"BT", _) => (self.text, self.line) = (UNMOVED, UNMOVED),
            (b"Tm", figures) => {
                if let Ok(to) = Matrix::try_from(figures) {
                    (self.text, self.line) = (to, to);
                }
            }
            (b"Td", [x, y]) => self.next(*x, *y),
            (b"TD", [x, y]) => {
                self.leading = -y;
                self.next(*x, *y);
            }
            (b"T*" | b"'" | b"\"", _) => self.next(0.0, -self.leading),
            (b"TL", [leading]) => self.leading = *leading,
            (b"Tf", [size]) => self.size = *size,
            _ => {}
        }
    }

    /// Goes to a line beside or below this one.
    fn next(&mut self, x: f64, y: f64) {
        self.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    /// The place of what is shown next.
    pub fn place(&self, page: usize) -> TextPlace {
        let [a, b, c, d, x, y] = times(&self.text, &self.page);
        let length = a.hypot(b);
        TextPlace {
            page,
            point: [x, y],
            direction: [a / length, b / length],
            size: (self.size * c.hypot(d)).abs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_follow_each_other_by_every_operator() {
        let mut position = TextPosition::new();
        position.carry_out(b"cm", &[2.0, 0.0, 0.0, -2.0, 10.0, 100.0]);
        position.carry_out(b"BT", &[]);
        position.carry_out(b"Tf", &[9.0]);
        position.carry_out(b"Td", &[5.0, 10.0]);
        assert_eq!(position.place(1).point, [20.0, 80.0]);
        assert_eq!((position.place(1).direction, position.place(1).size), ([1.0, 0.0], 18.0));
        position.carry_out(b"TD", &[0.0, -12.0]);
        position.carry_out(b"T*", &[]);
        assert_eq!(position.place(1).point, [20.0, 128.0]);
        position.carry_out(b"Tm", &[0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        assert_eq!(position.place(1).direction, [0.0, -1.0]);
        position.carry_out(b"Td", &[]);
        assert_eq!(position.place(1).point, [10.0, 100.0]);
    }
}
