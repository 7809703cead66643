//! What is counted, for Prometheus.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::queue::ServiceQueue;

/// The media type of what is written.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The bounds of the histogram in seconds: from a check of a short release to the longest that is
/// allowed.
const BOUNDS: [f64; 10] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AnswerLabels {
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: &'static str,
}

fn histogram() -> Histogram {
    Histogram::new(BOUNDS)
}

/// A number as a gauge takes it.
fn figure(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The counters of a server.
pub struct ServiceMetrics {
    registry: Registry,
    answers: Family<AnswerLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    taken: Gauge,
    places: Gauge,
    lost: Gauge,
}

impl ServiceMetrics {
    /// All at nought.
    pub fn new(workers: usize) -> Self {
        let mut registry = Registry::with_prefix("letterpress");
        let metrics = Self {
            answers: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            taken: Gauge::default(),
            places: Gauge::default(),
            lost: Gauge::default(),
            registry: Registry::default(),
        };
        let fixed: Gauge = Gauge::default();
        fixed.set(figure(workers));
        registry.register("requests", "Requests that were answered", metrics.answers.clone());
        registry.register_with_unit(
            "request",
            "Time from the header of a request to its answer",
            Unit::Seconds,
            metrics.seconds.clone(),
        );
        registry.register("places_taken", "Requests in hand or waiting", metrics.taken.clone());
        registry.register("places", "Requests that may be in hand or wait", metrics.places.clone());
        registry.register("workers", "Processes that typeset, at most", fixed);
        registry.register("lost", "Requests that were lost with a worker", metrics.lost.clone());
        Self { registry, ..metrics }
    }

    /// Counts an answer.
    pub fn count(&self, route: &'static str, status: u16, time: Duration) {
        self.answers.get_or_create(&AnswerLabels { route, status }).inc();
        self.seconds.get_or_create(&RouteLabels { route }).observe(time.as_secs_f64());
    }

    /// All of them, as text.
    pub fn text(&self, queue: &ServiceQueue) -> String {
        let (taken, places) = queue.taken();
        self.taken.set(figure(taken));
        self.places.set(figure(places));
        self.lost.set(figure(queue.lost()));
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
