//! What keeps a relay from taking any message, and what its administrator has to do.

use super::answer::{Answer, Step};
use super::relay::Relay;

use crate::diagnostic::{Diagnostic, codes};
use crate::mail::Address;

/// Why a relay takes no message until somebody sees to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RelayFault {
    /// The line has to be encrypted.
    Encryption,
    /// A login is wanted, or another one.
    Login,
    /// The entries of the sender's domain (SPF, DKIM, DMARC) do not fit.
    Domain,
    /// So many messages were sent that no more are taken for now.
    Quota,
    /// It passes on no mail for this machine or this login.
    Relaying,
    /// This login may not send under this address.
    Sender,
    /// The name by which this machine greets.
    Helo,
    /// Its filter takes the message for unwanted.
    Content,
    /// This machine's network address is on a list of those that nothing is taken from.
    Blocked,
    /// It is out of order or full.
    System,
    /// Another reason, which only its words tell.
    Other,
}

/// Words and details of 5.7 (RFC 3463, RFC 7372, the registry of enhanced codes, and Exchange) by
/// which trouble is told apart. The first that fits counts.
const SIGNS: &[(RelayFault, &[u16], &[&str])] = &[
    (RelayFault::Domain, &[20, 21, 22, 23, 24, 26, 27, 509], &["dmarc", "dkim", "spf ", "(spf)"]),
    (RelayFault::Encryption, &[10, 11], &["starttls", " tls", "encrypt"]),
    (RelayFault::Helo, &[], &["helo ", "ehlo "]),
    (
        RelayFault::Login,
        &[3, 8, 9, 13, 14, 57, 139],
        &[
            "authentication required",
            "authentication is required",
            "authenticat",
            "log in",
            "login",
        ],
    ),
    (RelayFault::Relaying, &[54, 64], &["relay"]),
    (
        RelayFault::Quota,
        &[28, 705],
        &["quota", "too many", "limit", "exceeded", "threshold", "too fast", " rate "],
    ),
    (
        RelayFault::Blocked,
        &[25, 511, 606, 708],
        &["spamhaus", "blacklist", "blocklist", "block list", "client host", "banned"],
    ),
    (RelayFault::Content, &[], &["spam", "virus", "malware", "content", "unsolicited"]),
    (
        RelayFault::Sender,
        &[60, 501, 502, 503],
        &["send as", "sendas", "sender", "not owned", "from address", "on behalf"],
    ),
];

impl RelayFault {
    /// What an answer that says no for good tells of.
    pub fn of(answer: &Answer, step: Step) -> Self {
        match (answer.code, answer.enhanced) {
            (_, Some((4, 5) | (1, 90))) => return Self::Quota,
            (_, Some((1, 7 | 8) | (2, 252))) => return Self::Sender,
            (534 | 535, _) => return Self::Login,
            (538, _) => return Self::Encryption,
            _ => {}
        }
        let detail = answer.enhanced.filter(|(subject, _)| *subject == 7).map(|(_, detail)| detail);
        let by_detail =
            SIGNS.iter().find(|(_, details, _)| detail.is_some_and(|d| details.contains(&d)));
        let by_words = SIGNS.iter().find(|(_, _, words)| answer.says(words));
        if let Some((trouble, ..)) = by_detail.or(by_words) {
            return *trouble;
        }
        match (answer.code, answer.enhanced) {
            (530, _) => Self::Login,
            (_, Some((2 | 3, _))) => Self::System,
            (_, Some((7, _))) if step == Step::Message => Self::Content,
            (_, Some((7, _))) if answer.text.contains("block") => Self::Blocked,
            (_, Some((6, _))) => Self::Content,
            _ => Self::Other,
        }
    }

    /// What the relay's administrator, or who runs the program, has to do.
    fn remedy(self, sender: &Address) -> String {
        let remedy = match self {
            Self::Encryption => {
                "it takes mail over TLS only: name it with smtps://, or with smtp:// and without --plain"
            }
            Self::Login => {
                "it wants a login: name user and password with --credentials; if they are named, ask its administrator to allow this login to send mail"
            }
            Self::Domain => {
                return format!(
                    "its administrator has to see to the entries of {} in the DNS: SPF, DKIM and DMARC",
                    sender.domain()
                );
            }
            Self::Quota => {
                "it has taken as many messages as it allows for some time, often a day: go on when that is over, or ask its administrator to allow more"
            }
            Self::Relaying => {
                "it passes on no mail for whoever asks: name user and password with --credentials; if they are named, or none are needed, ask its administrator to allow relaying for this login or this machine's network address"
            }
            Self::Sender => {
                return format!(
                    "this login may not send as {sender}: ask its administrator to allow that, or name an address of the login as `from` under [mail] in the letterhead"
                );
            }
            Self::Helo => {
                "it does not take the name by which this machine greets: name one that stands in the DNS with --helo, or as `helo` under [mail] in the letterhead"
            }
            Self::Content => {
                "its filter takes the message for unwanted: ask its administrator what in it, by its log, and to let messages of this sender pass"
            }
            Self::Blocked => {
                "it takes nothing from this machine's network address: ask its administrator to take the address off the list"
            }
            Self::System => "it is out of order or full: ask its administrator to look at its log",
            Self::Other => {
                "ask its administrator to look for this answer in its log; if these addresses may be gone, correct the list or leave them out with --suppress"
            }
        };
        remedy.to_owned()
    }

    /// `relay-trouble`: the answer to a recipient's message stops the run.
    pub fn stop(
        self,
        relay: &Relay,
        sender: &Address,
        recipient: &Address,
        reply: &str,
    ) -> Diagnostic {
        let message = message!(
            "the relay {relay} takes no more messages; at {recipient} it said: {reply}",
            relay,
            recipient,
            reply
        );
        Diagnostic::new(codes::RELAY_TROUBLE, message)
            .hint(self.remedy(sender))
            .hint("nobody who is left was charged an attempt: then run the same command again")
            .hint(format!(
                "if the answer is about {recipient} alone, leave that address out with --suppress and run the same command"
            ))
    }

    /// `relay-refused`: the relay takes nothing from this sender.
    pub fn of_sender(self, sender: &Address, reply: &str) -> Diagnostic {
        let message = message!("the relay takes no mail from {sender} ({reply})", reply, sender);
        let error = Diagnostic::new(codes::RELAY_REFUSED, message);
        match self {
            Self::Other => error.hint(
                "ask its administrators which senders it takes, and whether it wants a login (--credentials)",
            ),
            known => error.hint(known.remedy(sender)),
        }
    }
}

/// What to do where a relay takes no connection.
pub(super) fn at_greeting(answer: &Answer) -> &'static str {
    // RFC 5321, 4.2.2: the command is not known. HELO, which came before, knows no login and no TLS.
    if matches!(answer.code, 500 | 502) {
        return "it does not know EHLO (RFC 5321), with which every session begins: name another relay";
    }
    match RelayFault::of(answer, Step::Sender) {
        RelayFault::Blocked => {
            "it takes nothing from this machine's network address: ask its administrator to take the address off the list"
        }
        RelayFault::Helo => {
            "name this machine as the DNS does with --helo, or as `helo` under [mail] in the letterhead"
        }
        _ => {
            "ask its administrator whether it takes mail from this machine, and by which address and port"
        }
    }
}

/// `relay-busy`: the relay has accepted nothing for too long.
pub(super) fn busy(relay: &Relay, reply: &str) -> Diagnostic {
    let message =
        message!("the relay {relay} accepts nothing for now; it said last: {reply}", relay, reply);
    let error = Diagnostic::new(codes::RELAY_BUSY, message)
        .hint("those who are left stay queued: run the same command again later");
    if reply.to_lowercase().contains("host") {
        return error.hint("it looks for this machine's name in the DNS: ask its administrator to enter it there, or name another with --helo");
    }
    error.hint("if it says the same then, ask its administrator how many messages and connections it allows: --rate, --connections")
}
