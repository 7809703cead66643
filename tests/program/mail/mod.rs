//! Messages and their delivery, against servers on this machine.
//!
//! What the tests need besides the program stands here as well: relays, certificates, a reader of
//! messages and a browser. `world` shows that these find what they are there to find.

mod bounds;
pub mod browser;
mod certificates;
mod clipped;
mod dates;
mod everybody;
mod faults;
mod helo;
mod injection;
mod journal;
mod journal_place;
mod killed;
mod letter;
mod lists;
mod logins;
mod modes;
mod moments;
mod nasty;
mod newsroom;
mod oauth;
pub mod office;
mod own_relay;
mod pace;
mod parsed;
mod postfix;
mod recall;
mod references;
pub mod relay;
pub mod scripts;
mod secrets;
mod several;
mod status;
mod suppress;
mod test_mail;
mod tls;
mod unwanted;
mod upgraded;
mod world;
