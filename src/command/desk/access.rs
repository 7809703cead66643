//! Who is let into a desk: whoever has its token. The address that is opened first brings it; from
//! then on a cookie does, which no other site can have sent along.

use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use subtle::ConstantTimeEq;

use crate::command::guard::{Denial, HttpGuard, RequestClaims};
use crate::command::serve::claims;

/// The bytes of a token that the desk makes: 256 bits of the system's chance.
const TOKEN_BYTES: usize = 32;

/// The days for which a browser keeps the cookie, if the token is one that stays.
const COOKIE_DAYS: u32 = 30;

/// Lets requests in.
pub struct DeskAccess {
    guard: HttpGuard,
    token: String,
    /// Cookies of a host are sent to all of its ports: each desk has a name of its own.
    cookie: String,
    /// Whether the token outlives this start.
    stays: bool,
}

impl DeskAccess {
    /// For those who have this token; `place` tells desks of one host apart.
    pub fn new(guard: HttpGuard, token: String, place: &str, stays: bool) -> Self {
        let guard = guard.with_token(token.as_bytes());
        let place: String = place.chars().filter(char::is_ascii_alphanumeric).collect();
        Self { guard, token, cookie: format!("letterpress-desk-{place}"), stays }
    }

    /// What is opened in a browser to be let in.
    pub fn address(&self, place: &str) -> String {
        format!("{place}/?token={}", self.token)
    }

    /// Lets a request in, or says why not.
    pub fn judge(&self, target: &Uri, headers: &HeaderMap) -> Result<(), Denial> {
        let mut claims: RequestClaims<'_> = claims(target, headers);
        match query_token(target) {
            Some(token) if target.path() == "/" => claims.tokens = vec![token.as_bytes()],
            _ => claims.tokens.extend(self.cookies(headers).map(str::as_bytes)),
        }
        self.guard.judge(&claims)
    }

    /// The values of the cookie of this desk.
    fn cookies<'a>(&'a self, headers: &'a HeaderMap) -> impl Iterator<Item = &'a str> {
        let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let cookies = lines.flat_map(|line| line.split(';')).filter_map(|one| one.split_once('='));
        cookies.filter(|(name, _)| name.trim() == self.cookie).map(|(_, value)| value.trim())
    }

    /// Exchanges the token of an address for the cookie, so that it stands in no history. None
    /// where there is no token to exchange.
    pub fn exchange(&self, target: &Uri, headers: &HeaderMap) -> Option<Response> {
        let token = query_token(target)?;
        let is_ours: bool = token.as_bytes().ct_eq(self.token.as_bytes()).into();
        if !is_ours {
            return None;
        }
        let is_behind_tls = headers
            .get("x-forwarded-proto")
            .and_then(|scheme| scheme.to_str().ok())
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let secure = if is_behind_tls { "; Secure" } else { "" };
        let age = if self.stays {
            format!("; Max-Age={}", COOKIE_DAYS * 24 * 60 * 60)
        } else {
            String::new()
        };
        let cookie =
            format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{age}", self.cookie);
        let cookie = HeaderValue::from_str(&cookie).ok()?;
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
        response.headers_mut().insert(SET_COOKIE, cookie);
        Some(response)
    }
}

/// The token in an address.
fn query_token(target: &Uri) -> Option<&str> {
    let pairs = target.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(name, _)| *name == "token").map(|(_, token)| token)
}

/// A new token.
pub fn new_token() -> Result<String, Diagnostics> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| Diagnostic::internal(format_args!("no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn access() -> DeskAccess {
        DeskAccess::new(HttpGuard::new(&[]), TOKEN.to_owned(), "http://127.0.0.1:8080", false)
    }

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("127.0.0.1:8080"));
        headers.insert("cookie", HeaderValue::from_str(cookie).unwrap());
        headers
    }

    #[test]
    fn the_cookie_of_this_desk_lets_in_and_no_other() {
        let name = "letterpress-desk-http1270018080";
        let judge =
            |cookie: &str| access().judge(&Uri::from_static("/api/start"), &headers(cookie));
        assert_eq!(judge(&format!("a=b; {name}={TOKEN}")), Ok(()));
        for cookie in [
            String::new(),
            format!("{name}=x"),
            format!("letterpress-desk-1={TOKEN}"),
            format!("{name}={TOKEN}; {name}={TOKEN}"),
        ] {
            assert_eq!(judge(&cookie), Err(Denial::Token), "{cookie}");
        }
    }

    #[test]
    fn an_address_with_the_token_is_exchanged_for_the_cookie() {
        let target: Uri = format!("/?token={TOKEN}").parse().unwrap();
        let headers = headers("letterpress-desk-http1270018080=old");
        assert_eq!(access().judge(&target, &headers), Ok(()));
        let response = access().exchange(&target, &headers).unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.ends_with("HttpOnly; SameSite=Strict"), "{cookie}");
        let elsewhere: Uri = format!("/api/start?token={TOKEN}").parse().unwrap();
        assert_eq!(access().judge(&elsewhere, &headers), Err(Denial::Token));
        let wrong = Uri::from_static("/?token=0");
        assert!(access().exchange(&wrong, &headers).is_none());
    }
}
