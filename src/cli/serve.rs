//! What `letterpress serve` takes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::Args;

use super::bytes::bytes;
use super::setting::{BoundsArgs, LetterheadsArgs, TypesettingArgs};

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct ServeArgs {
    /// Listen at this address, or at a socket in the file system
    ///
    /// 127.0.0.1:8080, [::1]:8080, localhost:8080, 0.0.0.0:8080; with port 0 the system chooses
    /// one, and the first line of output says which. An address beyond loopback needs --token-file.
    #[arg(long, value_name = "ADDRESS:PORT|unix:PATH", value_parser = listen_address)]
    pub listen: ListenAddress,

    /// Also answer requests for this host name; can be given several times [default: loopback
    /// names, and the address of --listen]
    #[arg(long, value_name = "NAME", help_heading = "Access")]
    pub host: Vec<String>,

    /// Answer only requests with the token in this file (`Authorization: Bearer TOKEN`)
    ///
    /// No other user may have access to the file. `openssl rand -hex 32` makes a token.
    #[arg(long, value_name = "FILE", help_heading = "Access")]
    pub token_file: Option<PathBuf>,

    /// Allow requests to bring a letterhead, with its logo, fonts and layout
    #[arg(long, help_heading = "Access")]
    pub allow_letterhead: bool,

    /// Set the number of releases processed at the same time [default: number of cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Let so many further requests wait; any more are answered with 503 at once
    #[arg(long, value_name = "N", default_value = "16", help_heading = "Bounds")]
    pub queue: u16,

    /// Refuse a request that has more bytes
    #[arg(
        long,
        value_name = "BYTES",
        default_value = "32MiB",
        value_parser = bytes,
        help_heading = "Bounds"
    )]
    pub max_body: u64,

    /// Give up a request whose body is not there after so many seconds, and a client that reads
    /// nothing of its answer for so long
    #[arg(long, value_name = "N", default_value = "30", help_heading = "Bounds")]
    pub body_seconds: NonZeroU64,

    /// Set the maximum number of pixels of a picture [default: 100000000]
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    pub max_pixels: Option<u64>,

    /// Refuse a release that has more pages [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    pub max_pages: Option<NonZeroUsize>,

    #[command(flatten)]
    pub bounds: BoundsArgs,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,
}

impl ServeArgs {
    /// How releases are typeset: what each of them is comes with its request.
    pub fn typesetting(&self) -> TypesettingArgs {
        let (max_pixels, max_pages) = (self.max_pixels, self.max_pages);
        TypesettingArgs {
            max_pixels,
            max_pages,
            ..TypesettingArgs::of_requests(&self.bounds, &self.letterheads)
        }
    }
}

/// Where is listened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListenAddress {
    Network(SocketAddr),
    /// A socket in the file system.
    Socket(PathBuf),
}

/// An address as it is typed. Names other than `localhost` are not looked up: what they stand for
/// may change, and with it who is let in.
pub fn listen_address(typed: &str) -> Result<ListenAddress, String> {
    if let Some(path) = typed.strip_prefix("unix:") {
        return match path {
            "" => Err("`unix:` needs a path".to_owned()),
            path => Ok(ListenAddress::Socket(path.into())),
        };
    }
    let local = typed.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let address = match local {
        Some(port) => Some(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
        None => typed.parse().ok(),
    };
    address.map(ListenAddress::Network).ok_or_else(|| {
        "write an address and a port, such as 127.0.0.1:8080, or `unix:` and a path".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_the_network_or_a_path() {
        let socket = ListenAddress::Socket("/run/a.sock".into());
        assert_eq!(listen_address("unix:/run/a.sock"), Ok(socket));
        for typed in ["localhost:8080", "127.0.0.1:8080"] {
            let local = SocketAddr::from(([127, 0, 0, 1], 8080));
            assert_eq!(listen_address(typed), Ok(ListenAddress::Network(local)));
        }
        assert!(listen_address("[::1]:0").is_ok());
        for wrong in ["", "8080", "unix:", "example.org:80", "localhost", "localhost:99999"] {
            assert!(listen_address(wrong).is_err(), "{wrong}");
        }
    }
}
