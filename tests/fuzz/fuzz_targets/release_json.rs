//! Any text as a release in JSON, typeset where the rules let it pass: what
//! `check` passes, the engine and the exporter must accept.
#![no_main]

use letterpress::source::Format;
use letterpress::{Job, Standards, Typesetter, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = read::source("release.json", Format::Json, bytes.to_vec(), 4 << 20) else { return };
    let job = Job::new(&source);
    let typesetter = Typesetter::new();
    let passes = !typesetter.check(&job).iter().any(|diagnostic| diagnostic.is_error());
    match typesetter.typeset(&job) {
        Ok(sheet) => {
            assert!(passes, "typeset what `check` refuses");
            assert!(sheet.text().ends_with('\n'));
            if let Err(faults) = sheet.pdf(&Standards::default()) {
                panic!("what the rules pass is not exported: {faults:?}");
            }
        }
        Err(faults) => assert!(!passes, "what `check` passes is not typeset: {faults:?}"),
    }
});
