//! Any bytes as a picture. What is prepared can be prepared again, and equal input
//! gives equal bytes.
#![no_main]

use letterpress::photo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(photo) = photo::prepare(bytes, 20.0) else { return };
    assert!(photo.width > 0 && photo.height > 0);
    assert_eq!(photo::prepare(bytes, 20.0).as_ref(), Ok(&photo));
    assert!(photo::prepare(&photo.bytes, 20.0).is_ok());
});
