//! Pictures below the text: in rows of two, as high as each other and together as wide as the
//! column, so that what stands under them begins on one line.

use crate::metrics::METRICS;
use crate::output::typst::RowPlace;

/// The least width of what stands under a picture in mm: narrower lines hold hardly two words.
const MIN_ROOM: f64 = 28.0;
/// How much of the height of its row a picture of few pixels may fall short, before it alone is
/// smaller.
const MIN_SHARE: f64 = 0.7;

/// A picture as far as its place counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowPicture {
    /// Width divided by height.
    pub ratio: f64,
    /// The greatest width in mm that its pixels carry.
    pub natural: f64,
}

/// The places of pictures in a text column of that width, none higher than `height`, in mm.
pub(super) fn places(pictures: &[RowPicture], column: f64, height: f64) -> Vec<RowPlace> {
    if let [only] = pictures {
        let width = only.natural.min(column).min(height * only.ratio);
        return vec![RowPlace { width, room: column }];
    }
    let half = ((column - METRICS.picture_gap) / 2.0).max(1.0);
    let mut above = half;
    let mut places = Vec::with_capacity(pictures.len());
    for row in pictures.chunks(2) {
        if let [left, right] = row {
            let row = pair(*left, *right, 2.0 * half, height);
            above = row.iter().map(|place| place.width).sum::<f64>() / (left.ratio + right.ratio);
            places.extend(row);
        } else if let [last] = row {
            // As high as the row above it.
            let width = (above * last.ratio).min(column).min(height * last.ratio);
            places.push(RowPlace { width: width.min(last.natural), room: width.max(half) });
        }
    }
    places
}

/// Two pictures of one height, or nearly where one has few pixels.
fn pair(left: RowPicture, right: RowPicture, width: f64, height: f64) -> [RowPlace; 2] {
    let share = left.ratio / (left.ratio + right.ratio);
    let least = MIN_ROOM.min(width / 2.0);
    let room = (width * share).clamp(least, width - least);
    let rooms = [room, width - room];
    let fitting = (rooms[0] / left.ratio).min(rooms[1] / right.ratio).min(height);
    let carried = (left.natural / left.ratio).min(right.natural / right.ratio);
    let height = if carried >= fitting * MIN_SHARE { carried.min(fitting) } else { fitting };
    [(left, rooms[0]), (right, rooms[1])].map(|(picture, room)| RowPlace {
        width: (height * picture.ratio).min(picture.natural),
        room,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharp(ratio: f64) -> RowPicture {
        RowPicture { ratio, natural: f64::INFINITY }
    }

    fn heights(pictures: &[RowPicture], places: &[RowPlace]) -> Vec<f64> {
        pictures.iter().zip(places).map(|(picture, place)| place.width / picture.ratio).collect()
    }

    #[test]
    fn a_row_is_of_one_height_and_fills_the_column() {
        for ratios in [[1.5, 1.5], [1.5, 0.75], [0.66, 1.78], [0.75, 0.75]] {
            let pictures = ratios.map(sharp);
            let places = places(&pictures, 115.0, 200.0);
            let heights = heights(&pictures, &places);
            assert!((heights[0] - heights[1]).abs() < 0.01, "{ratios:?}: {heights:?}");
            let rooms: f64 = places.iter().map(|place| place.room).sum();
            assert!((rooms - 110.0).abs() < 0.01);
            assert!(places.iter().all(|place| place.width <= place.room + 0.01));
        }
    }

    #[test]
    fn a_caption_has_room_and_a_small_picture_does_not_shrink_the_other() {
        let panorama = places(&[sharp(4.0), sharp(0.5)], 115.0, 200.0);
        assert!((panorama[1].room - MIN_ROOM).abs() < 0.01);
        let small = RowPicture { ratio: 1.5, natural: 12.0 };
        let beside = places(&[sharp(1.5), small], 115.0, 200.0);
        assert!((beside[0].width - 55.0).abs() < 0.01 && (beside[1].width - 12.0).abs() < 0.01);
    }

    #[test]
    fn the_last_of_three_is_as_high_as_the_row_above() {
        let pictures = [1.5, 1.5, 0.75].map(sharp);
        let heights = heights(&pictures, &places(&pictures, 115.0, 200.0));
        assert!((heights[2] - heights[0]).abs() < 0.01);
    }
}
