//! A run of `mail send` in words, while it goes on and at its end.

use letterpress::mail::journal::DeliveryState;

use super::event::{Deliveries, DeliveryUpdate};
use super::excerpt::visible_line;

/// What has become of one message, where it is not as it should be.
pub fn delivery(delivery: &DeliveryUpdate<'_>) -> String {
    let DeliveryUpdate { recipient, state, reply, again_in, .. } = delivery;
    let (recipient, reply) = (visible_line(recipient), visible_line(reply));
    let then = match (state, again_in) {
        (DeliveryState::Accepted, _) => return String::new(),
        (_, Some(pause)) => format!("; tried again in {} s", pause.as_secs_f64().ceil()),
        (DeliveryState::Deferred, None) => "; not tried again in this run".to_owned(),
        (DeliveryState::Unknown, None) => "; it is not known whether it arrived".to_owned(),
        _ => String::new(),
    };
    format!("{state}: {recipient} ({reply}){then}\n")
}

/// How all deliveries stand, and how to go on.
pub fn deliveries(all: &Deliveries<'_>) -> String {
    let states = DeliveryState::ALL.into_iter().map(|state| (state, all.count(state)));
    let states = states.filter(|(_, count)| *count > 0);
    let states: Vec<_> = states.map(|(state, count)| format!("{count} {state}")).collect();
    let mut text = if all.is_stopped { "stopped; ".to_owned() } else { String::new() };
    text += if all.is_test { "test of " } else { "" };
    text += &format!(
        "{}, version {}: {} of {} ({:.1} s)\n",
        visible_line(all.id),
        all.version,
        states.join(", "),
        all.recipients,
        all.seconds,
    );
    if let Some(words) = all.left_out.words() {
        text += &format!("left out of the list: {words}\n");
    }
    if all.is_test {
        // Nothing of it is kept, so that there is nothing to go on with.
        return text;
    }
    if all.count(DeliveryState::Queued)
        + all.count(DeliveryState::Deferred)
        + all.count(DeliveryState::Sending)
        > 0
    {
        text += "run the same command again to send to the remaining recipients\n";
    }
    if all.count(DeliveryState::Unknown) > 0 {
        text += "messages in state unknown are sent again only with --retry-unknown\n";
    }
    if all.count(DeliveryState::Refused) > 0 {
        text += "refused messages are sent again only with --retry-refused\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::event::LeftOutCounts;
    use super::*;

    #[test]
    fn only_what_is_not_as_it_should_be_is_reported() {
        let shown = |state, again_in| {
            let (release, recipient, reply) = ("a.md", "a@example.org", "4 \u{1B}x");
            delivery(&DeliveryUpdate {
                release,
                recipient,
                state,
                reply,
                again_in,
                done: 1,
                total: 2,
            })
        };
        assert_eq!(shown(DeliveryState::Accepted, None), "");
        assert_eq!(shown(DeliveryState::Refused, None), "refused: a@example.org (4 ␛x)\n");
        let again = shown(DeliveryState::Deferred, Some(Duration::from_secs(30)));
        assert_eq!(again, "deferred: a@example.org (4 ␛x); tried again in 30 s\n");
    }

    #[test]
    fn the_end_says_how_to_go_on() {
        let all = Deliveries {
            release: "a.md",
            id: "x",
            version: 1,
            recipients: 3,
            left_out: LeftOutCounts { broken: 1, suppressed: 2, ..LeftOutCounts::default() },
            is_test: false,
            states: [("accepted", 2), ("unknown", 1)].into(),
            seconds: 0.0,
            is_stopped: false,
        };
        assert_eq!(
            deliveries(&all),
            "x, version 1: 2 accepted, 1 unknown of 3 (0.0 s)\n\
             left out of the list: 1 broken, 2 suppressed\n\
             messages in state unknown are sent again only with --retry-unknown\n"
        );
    }
}
