//! Any bytes as a picture, in every way in which it may be wanted. What is rendered can
//! be rendered again, and equal input gives equal bytes.
#![no_main]

use letterpress::photo::{PictureLimits, Photo, Rendition};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(photo) = Photo::open(bytes.to_vec(), &PictureLimits::default()) else { return };
    assert!(photo.width() > 0 && photo.height() > 0);
    let small = Rendition::within(236, 500);
    for wanted in [small, Rendition::default(), small.in_gray(), small.without_loss()] {
        let Ok(rendered) = photo.render(&wanted) else { continue };
        assert!(rendered.width > 0 && rendered.height > 0);
        assert_eq!(photo.render(&wanted).as_ref(), Ok(&rendered));
        let again = Photo::open(rendered.bytes.clone(), &PictureLimits::default());
        assert!(again.and_then(|again| again.render(&wanted)).is_ok());
    }
});
