//! What a request brings: a release with its files and options, as JSON or as a form.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::Request as HttpRequest;
use axum::http::header::CONTENT_TYPE;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::refusal::HttpRefusal;
use crate::command::releases::TextFormat;
use crate::command::workers::{plain_reason, without_mark};

/// The most parts of a form: a release, its pictures, its options.
const MAX_PARTS: usize = 500;

/// A release with its files and options, as JSON.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceRequest {
    /// The text of the release, in the format that `input_format` names.
    #[serde(default)]
    pub text: Option<String>,
    /// `md`, `json`, `yaml` or `toml`; in a form the ending of the file says so as well.
    #[serde(default)]
    pub input_format: Option<TextFormat>,
    /// The release itself, as in a file of JSON, in place of `text`.
    #[serde(default)]
    #[schemars(with = "Option<Map<String, Value>>")]
    pub release: Option<Box<RawValue>>,
    /// What messages call it.
    #[serde(default)]
    pub name: Option<String>,
    /// The pictures that it names; where letterheads are allowed, also the files that they name.
    #[serde(default)]
    pub pictures: Vec<RequestFile>,
    /// The letterhead, which the release names by its name; only where letterheads are allowed.
    #[serde(default)]
    pub letterhead: Option<RequestLetterhead>,
    /// The longest that it may take, waiting included, in seconds.
    #[serde(default)]
    pub deadline: Option<f64>,
    #[serde(default)]
    pub options: RequestOptions,
}

/// The options of `render` and `mail compose`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestOptions {
    /// `render`: output formats, separated by commas.
    #[serde(default)]
    pub format: Option<String>,
    /// `render`: uses of the PDF, separated by commas: archive, print, mail.
    #[serde(default)]
    pub target: Option<String>,
    /// `render`: dots per inch of PNG.
    #[serde(default)]
    pub dpi: Option<u32>,
    /// `render`: pages of PNG and SVG, such as `1,3-5`.
    #[serde(default)]
    pub pages: Option<String>,
    /// `render`: PDF standards, separated by commas.
    #[serde(default)]
    pub standard: Option<String>,
    /// `render`: all colours in grey.
    #[serde(default)]
    pub gray: bool,
    /// `render`: crop marks around the page of target print.
    #[serde(default)]
    pub crop_marks: bool,
    /// `render`: attach the release to the PDF.
    #[serde(default)]
    pub embed_source: bool,
    /// The most bytes of the PDF of a message, or of target mail.
    #[serde(default)]
    pub max_size: Option<u64>,
    /// `compose`: the Date of the message, such as `2022-11-25T14:00+01:00`.
    #[serde(default)]
    pub date: Option<String>,
    /// `compose`: mark it as sent without a person's control.
    #[serde(default)]
    pub unattended: bool,
    /// `compose`: make a draft, which a mail program opens for writing.
    #[serde(default)]
    pub draft: bool,
}

/// A file of a request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestFile {
    /// How the release names it: `photo.jpg`, `photos/1.jpg`.
    pub name: String,
    /// Its bytes, in Base64.
    #[serde(deserialize_with = "bytes_of_base64")]
    #[schemars(with = "String")]
    pub data: Vec<u8>,
}

/// A letterhead of a request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestLetterhead {
    /// How the release names it.
    #[serde(default = "letterhead_name")]
    pub name: String,
    /// Its text.
    pub text: String,
}

fn letterhead_name() -> String {
    "letterhead.toml".to_owned()
}

fn bytes_of_base64<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64.decode(text).map_err(|error| serde::de::Error::custom(format!("no Base64: {error}")))
}

impl RequestOptions {
    /// As they are typed on a command line.
    pub fn typed(&self) -> Vec<String> {
        let texts = [
            ("format", self.format.clone()),
            ("target", self.target.clone()),
            ("dpi", self.dpi.map(|dpi| dpi.to_string())),
            ("pages", self.pages.clone()),
            ("standard", self.standard.clone()),
            ("max-size", self.max_size.map(|size| size.to_string())),
            ("date", self.date.clone()),
        ];
        let flags = [
            ("gray", self.gray),
            ("crop-marks", self.crop_marks),
            ("embed-source", self.embed_source),
            ("unattended", self.unattended),
            ("draft", self.draft),
        ];
        let texts =
            texts.into_iter().filter_map(|(name, value)| Some(format!("--{name}={}", value?)));
        let flags = flags.into_iter().filter(|(_, is_set)| *is_set);
        texts.chain(flags.map(|(name, _)| format!("--{name}"))).collect()
    }

    /// Takes a field of a form.
    fn take(&mut self, name: &str, value: String) -> Result<(), HttpRefusal> {
        match name {
            "format" => self.format = Some(value),
            "target" => self.target = Some(value),
            "dpi" => self.dpi = Some(number(name, &value)?),
            "pages" => self.pages = Some(value),
            "standard" => self.standard = Some(value),
            "gray" => self.gray = flag(name, &value)?,
            "crop_marks" => self.crop_marks = flag(name, &value)?,
            "embed_source" => self.embed_source = flag(name, &value)?,
            "max_size" => self.max_size = Some(number(name, &value)?),
            "date" => self.date = Some(value),
            "unattended" => self.unattended = flag(name, &value)?,
            "draft" => self.draft = flag(name, &value)?,
            _ => return Err(HttpRefusal::broken(format!("a form has no field `{name}`"))),
        }
        Ok(())
    }
}

fn flag(name: &str, value: &str) -> Result<bool, HttpRefusal> {
    match value {
        "true" | "1" | "on" => Ok(true),
        "false" | "0" | "" => Ok(false),
        _ => Err(HttpRefusal::broken(format!("`{name}` is true or false"))),
    }
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, HttpRefusal> {
    value.parse().map_err(|_| HttpRefusal::broken(format!("`{name}` is a number")))
}

impl ServiceRequest {
    /// Reads JSON.
    pub fn of_json(body: &[u8]) -> Result<Self, HttpRefusal> {
        let body = without_mark(body);
        // A list would be read as the values of all fields.
        if body.trim_ascii_start().first() == Some(&b'[') {
            return Err(HttpRefusal::broken("it is a list, and no object"));
        }
        serde_json::from_slice(body).map_err(|error| HttpRefusal::broken(plain_reason(&error)))
    }

    /// Reads a form.
    pub async fn of_form(content_type: &str, body: Bytes) -> Result<Self, HttpRefusal> {
        let whole = HttpRequest::builder().header(CONTENT_TYPE, content_type);
        let whole = whole.body(Body::from(body)).map_err(HttpRefusal::broken)?;
        let mut form = Multipart::from_request(whole, &()).await.map_err(form_broken)?;
        let mut request = Self::default();
        let (mut release, mut count, mut names) = (None, 0, Vec::new());
        while let Some(part) = form.next_field().await.map_err(form_broken)? {
            count += 1;
            if count > MAX_PARTS {
                let reason = format!("a form has at most {MAX_PARTS} parts");
                return Err(HttpRefusal::broken(reason));
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(ToOwned::to_owned);
            let bytes = part.bytes().await.map_err(form_broken)?;
            if name == "picture" {
                let file = file.ok_or_else(|| HttpRefusal::broken("a picture has a file name"))?;
                request.pictures.push(RequestFile { name: file, data: bytes.into() });
                continue;
            }
            if names.contains(&name) {
                return Err(HttpRefusal::broken(format!("`{name}` stands there twice")));
            }
            let text = String::from_utf8(bytes.into())
                .map_err(|_| HttpRefusal::broken(format!("`{name}` is not UTF-8")))?;
            match name.as_str() {
                "release" => release = Some((file, text)),
                "letterhead" => {
                    let name = file.unwrap_or_else(letterhead_name);
                    request.letterhead = Some(RequestLetterhead { name, text });
                }
                "input_format" => {
                    let format = serde_json::from_value(Value::String(text));
                    request.input_format =
                        Some(format.map_err(|error| HttpRefusal::broken(plain_reason(&error)))?);
                }
                "name" => request.name = Some(text),
                "deadline" => request.deadline = Some(number(&name, &text)?),
                _ => request.options.take(&name, text)?,
            }
            names.push(name);
        }
        if let Some((file, text)) = release {
            let of_ending = file.as_deref().and_then(TextFormat::of_file);
            request.input_format = request.input_format.or(of_ending);
            request.name = request.name.or(file);
            request.text = Some(text);
        }
        Ok(request)
    }

    /// The text of the release, and its format.
    pub fn text(&mut self) -> Result<(String, TextFormat), HttpRefusal> {
        match (self.text.take(), self.release.take(), self.input_format) {
            (Some(_), Some(_), _) => {
                Err(HttpRefusal::broken("it brings both `text` and `release`"))
            }
            (Some(text), None, Some(format)) => Ok((text, format)),
            (Some(_), None, None) => {
                Err(HttpRefusal::broken("the text needs an `input_format`: md, json, yaml or toml"))
            }
            // As it was typed, so that a field that stands in it twice is found.
            (None, Some(object), None | Some(TextFormat::Json))
                if object.get().starts_with('{') =>
            {
                Ok((object.get().to_owned(), TextFormat::Json))
            }
            (None, Some(_), _) => {
                Err(HttpRefusal::broken("`release` is an object, and its format is json"))
            }
            (None, None, _) => Err(HttpRefusal::broken("it brings no `text` and no `release`")),
        }
    }

    /// The longest that it may take, if it says so.
    pub fn time(&self) -> Result<Option<Duration>, HttpRefusal> {
        let Some(seconds) = self.deadline else { return Ok(None) };
        let time = Duration::try_from_secs_f64(seconds).ok().filter(|time| !time.is_zero());
        let time = time.ok_or_else(|| HttpRefusal::broken("`deadline` is a number above 0"))?;
        Ok(Some(time))
    }
}

fn form_broken(error: impl std::fmt::Display) -> HttpRefusal {
    HttpRefusal::broken(format!("the form is broken: {error}"))
}
