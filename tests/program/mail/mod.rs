//! Messages and their delivery, against servers on this machine.
//!
//! What the tests need besides the program stands here as well: relays, certificates, a reader of
//! messages and a browser. `world` shows that these find what they are there to find.

mod bounds;
mod browser;
mod certificates;
mod clipped;
mod everybody;
mod faults;
mod injection;
mod journal;
mod killed;
mod letter;
mod modes;
mod nasty;
mod newsroom;
mod office;
mod own_relay;
mod pace;
mod parsed;
mod postfix;
mod references;
mod relay;
mod scripts;
mod secrets;
mod several;
mod world;
