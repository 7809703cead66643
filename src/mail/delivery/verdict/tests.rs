//! Answers of real relays, and what follows from them.

use super::*;

const REFUSED: ReplyMeaning = ReplyMeaning::Outcome(DeliveryState::Refused);
const DEFERRED: ReplyMeaning = ReplyMeaning::Outcome(DeliveryState::Deferred);
const BUSY: ReplyMeaning = ReplyMeaning::Busy(Pressure::Rate);
const LINES: ReplyMeaning = ReplyMeaning::Busy(Pressure::Lines);

fn verdict(step: Step, answer: &str) -> ReplyMeaning {
    let (code, words) = answer.split_once(' ').unwrap();
    ReplyMeaning::of(&Answer::new(code.parse().unwrap(), words), step)
}

#[test]
fn what_is_about_the_recipient() {
    for (answer, expected) in [
        (
            "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown in relay recipient table",
            REFUSED,
        ),
        (
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            REFUSED,
        ),
        ("550 5.1.2 Host unknown", REFUSED),
        ("501 5.1.3 Bad recipient address syntax", REFUSED),
        ("550 5.2.1 The email account that you tried to reach is disabled", REFUSED),
        ("550 5.4.1 Recipient address rejected: Access denied", REFUSED),
        (
            "556 5.1.10 <a@b.example>: Recipient address rejected: Domain does not accept mail (nullMX)",
            REFUSED,
        ),
        ("550 Unrouteable address", REFUSED),
        ("550 Requested action not taken: mailbox unavailable", REFUSED),
        ("554 5.6.0 a line is too long", REFUSED),
        ("552 5.2.2 The email account that you tried to reach is over quota", DEFERRED),
        ("550 5.2.2 Mailbox full", DEFERRED),
        ("552 mailbox is full", DEFERRED),
        ("550 5.2.122 The recipient has exceeded their limit", DEFERRED),
        ("452 4.2.2 The email account that you tried to reach is over quota", DEFERRED),
        (
            "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents",
            DEFERRED,
        ),
        ("450 4.1.2 <a@b.example>: Recipient address rejected: Domain not found", DEFERRED),
        ("451 4.4.3 Temporary lookup failure", DEFERRED),
        ("450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted", DEFERRED),
        ("451 4.7.1 Greylisting in action, please come back in 00:05:00", DEFERRED),
        ("451 Temporary local problem - please try later", DEFERRED),
        ("450 mailbox busy", DEFERRED),
    ] {
        assert_eq!(verdict(Step::Recipient, answer), expected, "{answer}");
    }
}

#[test]
fn what_is_too_large() {
    for answer in [
        "552 5.3.4 Message size exceeds fixed limit",
        "552 message too big",
        "552 Requested mail action aborted: exceeded storage allocation",
        "550 5.3.4 too large",
        "550 5.2.3 too large for this mailbox",
        "452 4.3.4 too large for now",
    ] {
        for step in [Step::Recipient, Step::Message] {
            assert_eq!(verdict(step, answer), ReplyMeaning::TooLarge, "{answer}");
        }
    }
    assert_eq!(verdict(Step::Sender, "552 5.3.4 too large"), ReplyMeaning::TooLarge);
}

#[test]
fn what_a_busy_relay_says() {
    for (answer, expected) in [
        ("421 4.7.0 Try again later, closing connection.", BUSY),
        ("421 4.4.5 Server busy, try again later.", BUSY),
        (
            "421 4.3.2 The maximum number of concurrent server connections has exceeded a limit",
            LINES,
        ),
        ("421 too many connections", LINES),
        ("432 4.3.2 Concurrent connections limit exceeded", LINES),
        ("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", LINES),
        ("432 no", LINES),
        ("450 4.7.1 Error: too much mail from 192.0.2.1", BUSY),
        ("451 4.7.1 Ratelimit \"user\" exceeded", BUSY),
        ("451 4.7.500 Server busy. Please try again later", BUSY),
        ("451 4.3.0 queue file write error", BUSY),
        ("452 4.3.1 Insufficient system storage", BUSY),
        ("450 4.2.1 Peak SMTP relay limit exceeded for customer", BUSY),
        ("450 Too many recipient attempts", BUSY),
        ("452 Too many messages, slow down", BUSY),
        ("454 Throttling failure: Maximum sending rate exceeded.", BUSY),
        ("450 4.1.8 <presse@a.example>: Sender address rejected: Domain not found", BUSY),
    ] {
        assert_eq!(verdict(Step::Recipient, answer), expected, "{answer}");
    }
    for answer in ["450 4.1.0 later", "451 later", "452 4.3.1 full", "421 later"] {
        assert_eq!(verdict(Step::Sender, answer), BUSY, "{answer}");
    }
}

#[test]
fn what_is_trouble_of_the_relay() {
    use RelayFault::{
        Blocked, Content, Domain, Encryption, Helo, Login, Other, Quota, Relaying, Sender, System,
    };
    for (step, answer, expected) in [
        (Step::Recipient, "554 5.7.1 <a@b.example>: Relay access denied", Relaying),
        (
            Step::Recipient,
            "550 5.7.64 TenantAttribution; Relay Access Denied [ValidationStatus of '']",
            Relaying,
        ),
        (
            Step::Recipient,
            "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
            Relaying,
        ),
        (Step::Recipient, "550 relay not permitted", Relaying),
        (
            Step::Recipient,
            "553 sorry, that domain isn't in my list; relaying denied (#5.7.1)",
            Relaying,
        ),
        (
            Step::Recipient,
            "554 5.7.1 <presse@a.example>: Sender address rejected: Access denied",
            Sender,
        ),
        (
            Step::Recipient,
            "553 5.7.1 <presse@a.example>: Sender address rejected: not owned by user x",
            Sender,
        ),
        (
            Step::Recipient,
            "550 5.1.8 <presse@a.example>: Sender address rejected: Domain not found",
            Sender,
        ),
        (Step::Recipient, "550 Sender verify failed", Sender),
        (
            Step::Message,
            "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
            Sender,
        ),
        (
            Step::Message,
            "554 5.2.252 SendAsDenied; presse@a.example not allowed to send as x",
            Sender,
        ),
        (Step::Message, "550 5.4.5 Daily user sending limit exceeded.", Quota),
        (
            Step::Message,
            "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
            Quota,
        ),
        (Step::Message, "550 5.7.705 Access denied, tenant has exceeded threshold", Quota),
        (
            Step::Recipient,
            "554 5.7.1 <a@b.example>: Recipient address rejected: You have exceeded your quota",
            Quota,
        ),
        (Step::Recipient, "550 sorry, too many messages", Quota),
        (Step::Recipient, "530 5.7.1 Authentication required", Login),
        (Step::Recipient, "530 5.7.57 Client was not authenticated to send anonymous mail", Login),
        (Step::Recipient, "550 authentication required", Login),
        (
            Step::Recipient,
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
            Login,
        ),
        (Step::Recipient, "530 5.7.0 Must issue a STARTTLS command first", Encryption),
        (Step::Recipient, "523 5.7.10 Encryption Needed", Encryption),
        (Step::Recipient, "538 no", Encryption),
        (
            Step::Message,
            "550 5.7.26 Unauthenticated email from a.example is not accepted due to domain's DMARC policy",
            Domain,
        ),
        (Step::Message, "550 5.7.1 SPF check failed", Domain),
        (
            Step::Recipient,
            "504 5.5.2 <laptop>: Helo command rejected: need fully-qualified hostname",
            Helo,
        ),
        (
            Step::Recipient,
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            Blocked,
        ),
        (Step::Recipient, "550 5.7.606 Access denied, banned sending IP [192.0.2.1]", Blocked),
        (Step::Message, "554 5.7.1 Message rejected as spam by Content Filtering.", Content),
        (Step::Message, "550 5.7.350 Remote server returned message detected as spam", Content),
        (Step::Message, "554 5.7.0 Reject, id=1234 - VIRUS", Content),
        (Step::Message, "554 5.7.1 not wanted", Content),
        (Step::Recipient, "550 5.3.0 mail system", System),
        (Step::Message, "554 5.3.1 mail system full", System),
        (Step::Recipient, "550 5.3.2 System not accepting network messages", System),
        (Step::Recipient, "554 5.7.1 Access denied", Other),
        (Step::Sender, "550 no", Other),
        (Step::Sender, "501 5.1.7 Bad sender address syntax", Sender),
    ] {
        assert_eq!(verdict(step, answer), ReplyMeaning::Fault(expected), "{answer}");
    }
}
