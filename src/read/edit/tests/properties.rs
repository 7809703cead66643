//! Any text, in any field, in any place.
