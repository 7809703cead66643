//! Any bytes as a PDF that is inspected: an answer or a refusal.
#![no_main]

use letterpress::inspect::{inspect, reading};
use letterpress::limits::PdfLimits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(inspection) = inspect("a.pdf", bytes) {
        assert!(inspection.pages > 0);
    }
    if let Ok((reading, _)) = reading::read("a.pdf", bytes, &PdfLimits::default()) {
        assert!(reading.pages > 0);
        reading.lines();
    }
});
