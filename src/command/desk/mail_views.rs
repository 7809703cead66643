//! The HTML of the messages that were shown last, for the frames that show them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::command::sha256::sha256;

/// So many messages are kept for the frames that show them.
const MAX_MAILS: usize = 16;

/// The HTML of the messages that were shown last, by their hashes.
#[derive(Debug, Default)]
pub struct MailViews(Mutex<VecDeque<(String, String)>>);

impl MailViews {
    /// Keeps one, and gives the key under which a frame finds it.
    pub fn hold(&self, html: String) -> String {
        let key = sha256(html.as_bytes());
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.retain(|(known, _)| *known != key);
        mails.push_back((key.clone(), html));
        if mails.len() > MAX_MAILS {
            mails.pop_front();
        }
        key
    }

    pub fn find(&self, key: &str) -> Option<String> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().find(|(known, _)| known == key).map(|(_, html)| html.clone())
    }
}
