//! The description of what is served, in OpenAPI 3.1, whose schemas are JSON Schema.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::request::ServiceRequest;
use crate::command::releases::ReleaseRecord;

/// Refusals that any route may answer with.
const DENIED: (&str, &str) = ("403", "Its host, its origin or its token is not let in.");

/// Those of a route that takes releases.
const REFUSALS: [(&str, &str); 9] = [
    ("400", "The request makes no sense."),
    DENIED,
    ("408", "Its body did not come in time."),
    ("413", "It has more bytes than are taken."),
    ("415", "Its body is neither JSON nor a form."),
    ("422", "The release was refused: the diagnostics say why."),
    ("500", "Something failed that is no fault of the request."),
    ("503", "As many requests are in hand as may be; Retry-After says when to come again."),
    ("504", "It was not done in time."),
];

/// What a release may become.
const RENDERED: [&str; 6] =
    ["application/pdf", "image/png", "image/svg+xml", "text/plain", "text/html", "text/calendar"];

/// The description as JSON.
pub fn description() -> String {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut input = settings.clone().into_generator();
    let request = input.subschema_for::<ServiceRequest>();
    let mut output = settings.for_serialize().into_generator();
    let result = output.subschema_for::<ReleaseRecord>();
    let mut schemas = input.take_definitions(true);
    schemas.extend(output.take_definitions(true));
    schemas.insert(
        "Diagnostic".to_owned(),
        json!({
            "type": "object",
            "description": "An error of the request. `/v1/schema/messages` describes all fields.",
            "required": ["format", "type", "severity", "code", "message"],
        }),
    );
    let result = json!({ "application/json": { "schema": result } });
    let mut rendered = Map::from_iter(RENDERED.map(|kind| (kind.to_owned(), json!({}))));
    let mut composed = Map::from_iter([("message/rfc822".to_owned(), json!({}))]);
    for answers in [&mut rendered, &mut composed] {
        answers.extend(result.as_object().cloned().into_iter().flatten());
    }
    let body = json!({ "required": true, "content": {
        "application/json": { "schema": request },
        "multipart/form-data": { "schema": form_schema() },
    } });
    let metrics = "application/openmetrics-text";
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "letterpress",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Checks, typesets and composes press releases.",
        },
        "paths": {
            "/v1/render": post("Typeset a release", &body, Value::Object(rendered), &result),
            "/v1/check": post("Check a release", &body, result.clone(), &result),
            "/v1/compose": post("Compose the e-mail of a release", &body, Value::Object(composed), &result),
            "/v1/schema": get("The JSON Schema of a release", "application/json"),
            "/v1/openapi.json": get("This description", "application/json"),
            "/health": get("Whether it answers", "application/json"),
            "/metrics": get("Counters for Prometheus", metrics),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{ "token": [] }, {}],
    });
    format!("{document:#}\n")
}

/// A route that takes a release.
fn post(summary: &str, body: &Value, content: Value, result: &Value) -> Value {
    let responses = responses(content, result, &REFUSALS);
    json!({ "post": { "summary": summary, "requestBody": body, "responses": responses } })
}

/// A route that takes nothing.
fn get(summary: &str, media_type: &str) -> Value {
    let responses = responses(json!({ media_type: {} }), &Value::Null, &[DENIED]);
    json!({ "get": { "summary": summary, "responses": responses } })
}

/// The answers of a route.
fn responses(content: Value, result: &Value, refusals: &[(&str, &str)]) -> Value {
    let mut all = Map::new();
    all.insert("200".to_owned(), json!({ "description": "It is done.", "content": content }));
    for (status, description) in refusals {
        let content = match *status {
            "422" | "504" => result.clone(),
            _ => json!({ "application/json": {
                "schema": { "$ref": "#/components/schemas/Diagnostic" },
            } }),
        };
        let answer = json!({ "description": description, "content": content });
        all.insert((*status).to_owned(), answer);
    }
    Value::Object(all)
}

/// A form: the options are fields of it, and files are parts.
fn form_schema() -> Value {
    let file = json!({ "type": "string", "contentMediaType": "application/octet-stream" });
    json!({
        "type": "object",
        "required": ["release"],
        "description": "Each option is a field of its own, such as `format`.",
        "properties": {
            "release": file,
            "picture": { "type": "array", "items": file },
            "letterhead": file,
            "input_format": { "enum": ["md", "json", "yaml", "toml"] },
            "name": { "type": "string" },
            "deadline": { "type": "number" },
        },
    })
}
