//! Codes of recipient lists, the journal and the relay.

super::codes! {
    CREDENTIALS_RELAY = "credentials-relay", Error, Environment;
        "user and password, or user and token, name no relay that they are for, or the relay in use is another; nothing was sent"
        "name their relay: `relay = smtps://mail.example.org` in the file, `LETTERPRESS_RELAY` in the environment"
    EARLIER_RECIPIENTS = "earlier-recipients", Note, RecipientList;
        "somebody has an earlier version of a release, and is not among the recipients of this one"
        "`--to-recipients-of ID` sends to everybody who has the release"
    JOURNAL_BUSY = "journal-busy", Error, Environment;
        "another run is sending with the same journal"
        "wait until it has ended"
    JOURNAL_DAMAGED = "journal-damaged", Error, Environment;
        "the pages of a journal contradict each other"
        "restore a backup, or repair it with `sqlite3 FILE .recover`; with a new journal everybody would get the release again"
    JOURNAL_EXPOSED = "journal-exposed", Warning, Environment;
        "users who neither own nor share a journal can read it, with all addresses"
        "`chmod 600`, or `chmod 660` where a group shares it; `mail send` does the same if the file is yours"
    JOURNAL_FAILED = "journal-failed", Error, Environment;
        "a journal cannot be read or written: it is missing, locked, has several names, or the disk is full"
        "check `--journal`, make room, or end the program that holds it; then run the same command again"
    JOURNAL_FOREIGN = "journal-foreign", Error, Environment;
        "a journal is another kind of file, holds triggers or views, or was made by a later letterpress"
        "name another file with `--journal`"
    JOURNAL_MOVED = "journal-moved", Error, Environment;
        "a journal was moved, deleted or replaced while a run was sending; the run stopped"
        "bring the file and those beside it back, then run the same command again"
    JOURNAL_OF_RELEASE = "journal-of-release", Error, Environment;
        "only a letterhead that the release brings with it names a journal; it never says who has had a release"
        "name the journal by hand, or choose the letterhead: `--journal FILE`, `--letterhead FILE`"
    JOURNAL_ON_NETWORK = "journal-on-network", Error, Environment;
        "a journal is on a network file system or a FUSE file system, where runs on two machines or by two mounts do not see each other"
        "keep it on a disk of the machine that sends; or `--journal-on-network`, if nobody else ever uses it"
    JOURNAL_UPGRADED = "journal-upgraded", Note, Environment;
        "a journal of an older letterpress was brought up to date; a backup of it was made before"
        "nothing to do; older versions of letterpress do not open it any more"
    LIST_BROKEN = "list-broken", Error, RecipientList;
        "a recipient list is another kind of file, a formula of it has no result, or its lines cannot be told apart: a quote that does not end, no header, a recipient above the header"
        "correct the marked line, or save the list as the message says"
    LIST_COLUMN = "list-column", Error, RecipientList;
        "a recipient list has no column `email`, or has one twice; a column that is not known, or that holds what one before it holds, is a warning, several that are not known are a note"
        "name the columns `email`, `name`, `language`, `format`, `tags`"
    LIST_READ = "list-read", Note, RecipientList;
        "how a recipient list was read: its encoding, its sheet, the rows above its header, what stands in columns without a title"
        "look whether the words that the message shows are right"
    LIST_TOO_LARGE = "list-too-large", Error, RecipientList;
        "a recipient list has more than 4 MiB (some 150,000 addresses), 200,000 lines or 100 columns, or unpacks to more than 64 MiB"
        "split it into several lists"
    PRE_SEND_FAILED = "pre-send-failed", Error, Environment;
        "the command of `--pre-send` failed, took more than 60 seconds, returned no message, or changed the Message-ID, the sender or the recipients; three times in a row, this ends the sending"
        "the message quotes its last output; try it on a composed message"
    RECIPIENT_BROKEN = "recipient-broken", Warning, RecipientList;
        "nothing can be sent to a line of a list, and it is left out"
        "correct the address, or remove the line"
    RECIPIENT_CLEANED = "recipient-cleaned", Note, RecipientList;
        "more stands around an address than belongs there (`mailto:`, a name, invisible characters, further addresses); what was read is named"
        "look whether it is what is meant"
    RECIPIENT_DUPLICATE = "recipient-duplicate", Warning, RecipientList;
        "an address stands on a list twice, or on two lists (a note); the first counts"
        "remove one of them"
    RECIPIENT_SUPPRESSED = "recipient-suppressed", Note, RecipientList;
        "an address stands on a list of those who want no mail"
        "nothing to do"
    RECIPIENT_VALUE = "recipient-value", Warning, RecipientList;
        "a language or format of a recipient is not known and counts as not given"
        "use one of those that the message lists"
    RELAY_ADDRESS = "relay-address", Error, Environment;
        "the relay's address is not an address, or holds a password"
        "write `smtp://mail.example.org:587` or `smtps://mail.example.org`"
    RELAY_BUSY = "relay-busy", Error, Environment;
        "the relay has accepted nothing for as long as all attempts at a message take: it answers that it is busy, or that so many messages or connections are too many; the remaining recipients stay queued, without an attempt"
        "run the same command again later; if it happens again, ask its administrator what it allows (`--rate`, `--connections`)"
    RELAY_CERTIFICATE = "relay-certificate", Error, Environment;
        "the certificate of the relay belongs to another host, has expired, or comes from an unknown authority; nothing was sent"
        "have it renewed, or name the authority with `--ca FILE.pem`"
    RELAY_CERTIFICATES = "relay-certificates", Error, Environment;
        "the file of `--ca` holds no certificate"
        "name a PEM file"
    RELAY_CHANGED = "relay-changed", Error, Environment;
        "the relay is not the one by which releases of the letterhead went out last; nothing was sent"
        "if it is the right one, name it by hand once: `--relay URL`"
    RELAY_LOGIN = "relay-login", Error, Environment;
        "the relay rejects user and password or user and token, or offers no login of that kind"
        "the message says what the relay's code means and what it offers; its words are left out, since they may repeat the secret"
    RELAY_OF_RELEASE = "relay-of-release", Error, Environment;
        "only a letterhead that the release brings with it names a relay; it never says where messages and passwords go"
        "name the relay by hand, or choose the letterhead: `--relay URL`, `--letterhead FILE`"
    RELAY_REFUSED = "relay-refused", Error, Environment;
        "the relay rejected the connection, or takes no mail from this sender"
        "ask its administrators"
    RELAY_SCHEME = "relay-scheme", Error, Environment;
        "the relay begins with TLS and its address with `smtp://`, or the other way round; nothing was sent"
        "write `smtps://` for TLS from the first byte (port 465), `smtp://` for STARTTLS (port 587)"
    RELAY_TLS_VERSION = "relay-tls-version", Error, Environment;
        "the relay speaks TLS 1.1 or older only, or has no cipher in common with letterpress; nothing was sent"
        "its administrators have to switch on TLS 1.2 or 1.3 with ciphers of today (RFC 9325)"
    RELAY_TOKEN = "relay-token", Error, Environment;
        "there is no token to log in with: `token_file` cannot be used, or `token_command` failed, took more than 60 seconds or wrote something else"
        "run the command by hand: it writes the token, and nothing else, to standard output"
    RELAY_TROUBLE = "relay-trouble", Error, Environment;
        "the relay takes no more messages until somebody sees to it: it wants a login or TLS, passes on no mail, does not take the sender, has reached its limit of the day, or its filter rejects the message; the remaining recipients stay queued, without an attempt"
        "the message quotes its answer and says what its administrator has to do; then run the same command again"
    RELAY_UNREACHABLE = "relay-unreachable", Error, Environment;
        "the relay cannot be reached, or does not answer in SMTP, after all attempts; the remaining recipients stay queued"
        "run the same command again"
    RELAY_WITHOUT_TLS = "relay-without-tls", Error, Environment;
        "the relay offers no TLS, or speaks none where it offers it, so nothing is sent"
        "use `smtps://`; or `--plain` where the line is your own and no password is needed"
    SUPPRESSION_BROKEN = "suppression-broken", Error, RecipientList;
        "a line of a list of those who want no mail cannot be read, so that nothing is sent, and nobody is put on the journal's list: it may be somebody who would get mail"
        "correct the address, or put `#` before a remark"
    UNKNOWN_TAG = "unknown-tag", Error, RecipientList;
        "no recipient on the list has a tag that `--tag` asks for"
        "check its spelling; the message lists the tags"
}
