//! Who may ask a server of this program anything: judged by the host that a request names, by the
//! page from which it comes, and by its token. It knows nothing of any library for HTTP.
//!
//! A page of a stranger that somebody looks at can have the browser ask a server on the same
//! machine. It cannot read the answer, but that the server does what it is asked is bad enough; and
//! if the name of its own host comes to stand for 127.0.0.1 (DNS rebinding), it can read answers as
//! well. So the host has to be one of a list, and what says that it comes from elsewhere is refused.

use std::net::IpAddr;

use letterpress::diagnostic::{Diagnostic, codes};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The names of this machine for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The fewest bytes of a token: shorter ones can be guessed.
pub const MIN_TOKEN_BYTES: usize = 16;

/// Who is let in.
#[derive(Debug, Clone)]
pub struct HttpGuard {
    /// Names of hosts in small letters, without ports.
    hosts: Vec<String>,
    /// The hash of the token: hashes have one length, and tell nothing by the time that it takes
    /// to compare them.
    token: Option<[u8; 32]>,
}

/// What a request says of itself, in the words of its header: each as often as it stands there.
#[derive(Debug, Clone, Default)]
pub struct RequestClaims<'a> {
    /// `Host`, and the host of the target if it is a whole URL.
    pub hosts: Vec<&'a str>,
    /// `Origin`
    pub origins: Vec<&'a str>,
    /// `Sec-Fetch-Site`
    pub fetch_sites: Vec<&'a str>,
    /// Its token, from wherever it comes.
    pub tokens: Vec<&'a [u8]>,
}

/// Why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    Host,
    Origin,
    FetchSite,
    Token,
}

impl HttpGuard {
    /// Lets in requests for this machine's own names and for those that were typed.
    pub fn new(hosts: &[String]) -> Self {
        let typed = hosts.iter().map(|host| host.to_ascii_lowercase());
        Self { hosts: LOOPBACK.map(str::to_owned).into_iter().chain(typed).collect(), token: None }
    }

    /// The same, which also takes the address at which it listens for a name.
    pub fn with_address(mut self, address: IpAddr) -> Self {
        if !address.is_unspecified() {
            self.hosts.push(match address {
                IpAddr::V4(address) => address.to_string(),
                IpAddr::V6(address) => format!("[{address}]"),
            });
        }
        self
    }

    /// The same, which asks for a token.
    pub fn with_token(self, token: &[u8]) -> Self {
        Self { token: Some(Sha256::digest(token).into()), ..self }
    }

    /// Lets a request in, or says why not.
    pub fn judge(&self, claims: &RequestClaims<'_>) -> Result<(), Denial> {
        let Some(authority) = claims.hosts.first() else { return Err(Denial::Host) };
        let is_one = claims.hosts.iter().all(|host| host.eq_ignore_ascii_case(authority));
        if !is_one || !self.hosts.contains(&without_port(authority).to_ascii_lowercase()) {
            return Err(Denial::Host);
        }
        if !claims.origins.iter().all(|origin| is_of(origin, authority)) {
            return Err(Denial::Origin);
        }
        // `none`: somebody typed the address, or opened a bookmark.
        if !claims.fetch_sites.iter().all(|site| ["same-origin", "none"].contains(site)) {
            return Err(Denial::FetchSite);
        }
        match (&self.token, claims.tokens.as_slice()) {
            (None, _) => Ok(()),
            (Some(held), [token]) if is_of_hash(token, held) => Ok(()),
            (Some(_), _) => Err(Denial::Token),
        }
    }
}

/// Whether a token has this hash, in a time that does not depend on where they differ.
fn is_of_hash(token: &[u8], hash: &[u8; 32]) -> bool {
    Sha256::digest(token).as_slice().ct_eq(hash).into()
}

/// A host without its port; what is none stays what it is, and is on no list.
fn without_port(authority: &str) -> &str {
    let is_port = |port: &str| port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    match authority.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => authority,
    }
}

/// Whether an origin is the host that is asked.
fn is_of(origin: &str, authority: &str) -> bool {
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
}

/// The token of an `Authorization` header.
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl From<Denial> for Diagnostic {
    fn from(denial: Denial) -> Self {
        let (message, hint) = match denial {
            Denial::Host => (
                "the request is for a host that is not served here",
                "ask for the address of --listen, or name the host with --host",
            ),
            Denial::Origin => (
                "the request comes from a page of another site",
                "let the server of that site ask, not the browser",
            ),
            Denial::FetchSite => (
                "the browser says that another site asks",
                "let the server of that site ask, not the browser",
            ),
            Denial::Token => (
                "the request has no token, or a wrong one",
                "send that of --token-file: `Authorization: Bearer TOKEN`",
            ),
        };
        Diagnostic::new(codes::REQUEST_DENIED, message).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_host(host: &str) -> RequestClaims<'_> {
        RequestClaims { hosts: vec![host], ..RequestClaims::default() }
    }

    #[test]
    fn a_host_is_one_of_the_list() {
        let guard = HttpGuard::new(&["Presse.example.org".to_owned()]);
        let guard = guard.with_address([10, 0, 0, 5].into());
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:1",
            "[::1]:80",
            "[::1]",
            "presse.example.org",
            "10.0.0.5:80",
        ] {
            assert_eq!(guard.judge(&of_host(host)), Ok(()), "{host}");
        }
        for host in [
            "",
            "example.org",
            "localhost.example.org",
            "localhost.",
            "a@localhost",
            "localhost:80:80",
            "localhost:x",
            "127.0.0.2",
            "::1",
            "0.0.0.0",
            "127.1",
            "localhost:123456",
        ] {
            assert_eq!(guard.judge(&of_host(host)), Err(Denial::Host), "{host}");
        }
        assert_eq!(guard.judge(&RequestClaims::default()), Err(Denial::Host));
        let two = RequestClaims { hosts: vec!["localhost", "127.0.0.1"], ..of_host("") };
        assert_eq!(guard.judge(&two), Err(Denial::Host));
        let open = HttpGuard::new(&[]).with_address([0, 0, 0, 0].into());
        assert_eq!(open.judge(&of_host("0.0.0.0:80")), Err(Denial::Host));
    }

    #[test]
    fn a_page_of_another_site_is_not_let_in() {
        let guard = HttpGuard::new(&[]);
        let judge = |origin, site: Option<&'static str>| {
            let fetch_sites = site.into_iter().collect();
            let origins = Option::into_iter(origin).collect();
            guard.judge(&RequestClaims { origins, fetch_sites, ..of_host("localhost:80") })
        };
        assert_eq!(judge(Some("http://localhost:80"), Some("same-origin")), Ok(()));
        assert_eq!(judge(None, Some("none")), Ok(()));
        for origin in ["null", "", "http://localhost", "http://localhost:81", "http://example.org"]
        {
            assert_eq!(judge(Some(origin), None), Err(Denial::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site", "", "None"] {
            assert_eq!(judge(None, Some(site)), Err(Denial::FetchSite), "{site}");
        }
    }

    #[test]
    fn the_token_is_the_whole_token() {
        let guard = HttpGuard::new(&[]).with_token(b"0123456789abcdef");
        let judge = |tokens: &[&'static str]| {
            let tokens = tokens.iter().map(|token| token.as_bytes()).collect();
            guard.judge(&RequestClaims { tokens, ..of_host("localhost") })
        };
        assert_eq!(judge(&["0123456789abcdef"]), Ok(()));
        for wrong in [&[][..], &[""], &["0123456789abcde"], &["0123456789abcdef0"]] {
            assert_eq!(judge(wrong), Err(Denial::Token), "{wrong:?}");
        }
        assert_eq!(judge(&["0123456789abcdef", "x"]), Err(Denial::Token));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        assert_eq!(bearer("Basic abc"), None);
    }
}
