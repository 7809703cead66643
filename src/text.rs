//! The release as plain text.
use crate::letterhead::Letterhead;
use crate::release::Release;

pub fn plain(release: &Release, _letterhead: &Letterhead) -> String {
    release.headline.clone()
}
