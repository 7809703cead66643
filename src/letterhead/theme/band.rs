//! A band of colour across the head of a sheet.

use serde::Serialize;

use super::colours::Colour;
use super::measures::MEASURE;
use crate::field::fields;

fields! {
    /// A band of colour across the head, over the whole width of the page and beyond its edges
    /// where it is printed. Nobody hears it. `colours.band` is the colour of what stands on it.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
    #[non_exhaustive]
    pub struct Band {
        /// Its height on page 1.
        height: f64 as MEASURE, required;
        /// Its height on later pages; 0 for none.
        later_height: f64 as MEASURE = 0.0, optional;
        /// Its colour.
        colour: Colour, required;
    }
}
