//! What veraPDF reports of a file: a `job` of its machine-readable report.

use roxmltree::{Document, Node};

use crate::command::conformance::BrokenRule;

/// The most rules that are listed of a file.
const MAX_RULES: usize = 200;
/// The most characters of a text of veraPDF.
const MAX_CHARACTERS: usize = 1000;

/// What veraPDF says of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct JobReport {
    /// The name of the file without folder and ending.
    pub stem: String,
    /// The rules that it breaks, or why it could not be validated.
    pub outcome: Result<Vec<BrokenRule>, String>,
}

impl JobReport {
    /// Reads a `job`, from `<job>` to `</job>`. None where that cannot be understood.
    pub fn parse(xml: &str) -> Option<Self> {
        let document = Document::parse(xml).ok()?;
        let job = document.root_element();
        let name = words(child(job, "item")?, "name")?;
        let file = name.rsplit(['/', '\\']).next().unwrap_or(&name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
        let reports: Vec<_> =
            job.children().filter(|node| node.has_tag_name("validationReport")).collect();
        let outcome = match reports.as_slice() {
            [] => Err(exception(job)),
            [report] => report_outcome(*report, job),
            _ => Err("it reports on several standards".to_owned()),
        };
        Some(Self { stem, outcome })
    }
}

/// What is said where there is no report.
fn exception(job: Node<'_, '_>) -> String {
    let said = job.descendants().find(|node| node.has_tag_name("exceptionMessage"));
    let said = said.map(|node| plain(node.text().unwrap_or_default()));
    let said = said.filter(|said| !said.is_empty());
    said.unwrap_or_else(|| "its report says nothing".to_owned())
}

fn report_outcome(report: Node<'_, '_>, job: Node<'_, '_>) -> Result<Vec<BrokenRule>, String> {
    let end = report.attribute("jobEndStatus").unwrap_or("normal");
    if end != "normal" {
        return Err(format!("its validation ended with the status `{}`", plain(end)));
    }
    let rules = report.descendants().filter(|node| node.has_tag_name("rule"));
    let broken = rules.filter(|rule| rule.attribute("status") == Some("failed"));
    let mut broken: Vec<_> = broken.take(MAX_RULES).map(rule).collect();
    // veraPDF keeps them in a hash table; sorted, a run can be compared with another.
    broken.sort_by_cached_key(|rule| (clause(&rule.clause), rule.test));
    match (report.attribute("isCompliant"), broken.is_empty()) {
        (Some("true"), true) => Ok(broken),
        (Some("false"), false) => Ok(broken),
        (Some("false"), true) => Err("it names no rule that is broken".to_owned()),
        _ => Err(exception(job)),
    }
}

fn rule(rule: Node<'_, '_>) -> BrokenRule {
    let check = child(rule, "check");
    let context = check.and_then(|check| words(check, "context"));
    BrokenRule {
        specification: attribute(rule, "specification"),
        clause: attribute(rule, "clause"),
        test: attribute(rule, "testNumber").parse().unwrap_or(0),
        description: words(rule, "description").unwrap_or_default(),
        count: attribute(rule, "failedChecks").parse().unwrap_or(1),
        message: check.and_then(|check| words(check, "errorMessage")),
        page: context.as_deref().and_then(page),
        context,
    }
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    plain(node.attribute(name).unwrap_or_default())
}

/// The numbers of a clause, by which `6.2.11` comes after `6.2.4`.
fn clause(name: &str) -> Vec<u32> {
    name.split('.').map(|number| number.parse().unwrap_or(u32::MAX)).collect()
}

/// The page of a place, such as `root/document[0]/pages[1](12 0 obj PDPage)/…`.
fn page(context: &str) -> Option<usize> {
    let (_, behind) = context.split_once("/pages[")?;
    let (number, _) = behind.split_once(']')?;
    number.parse::<usize>().ok()?.checked_add(1)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

/// The text of a child, if it has any.
fn words(node: Node<'_, '_>, name: &str) -> Option<String> {
    let text = plain(child(node, name)?.text()?);
    (!text.is_empty()).then_some(text)
}

/// A text in one line, and not too long.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: &str = r#"<job>
  <item size="6213"><name>/work.y/17.pdf</name></item>
  <validationReport jobEndStatus="normal" profileName="PDF/A-2A validation profile"
      statement="PDF file is not compliant." isCompliant="false">
    <details passedRules="101" failedRules="1" passedChecks="358" failedChecks="3">
      <rule specification="ISO 19005-2:2011" clause="6.2.11.4.1" testNumber="1" status="failed" failedChecks="3">
        <description>The font programs
          shall be embedded</description>
        <object>PDFont</object>
        <check status="failed">
          <context>root/document[0]/pages[1](12 0 obj PDPage)/contentStream[0]</context>
          <errorMessage>The font program is not embedded</errorMessage>
        </check>
      </rule>
    </details>
  </validationReport>
</job>"#;

    #[test]
    fn a_broken_rule_has_its_place() {
        let report = JobReport::parse(FAILED).expect("a report");
        assert_eq!(report.stem, "17");
        let rule = BrokenRule {
            specification: "ISO 19005-2:2011".to_owned(),
            clause: "6.2.11.4.1".to_owned(),
            test: 1,
            description: "The font programs shall be embedded".to_owned(),
            count: 3,
            message: Some("The font program is not embedded".to_owned()),
            page: Some(2),
            context: Some("root/document[0]/pages[1](12 0 obj PDPage)/contentStream[0]".to_owned()),
        };
        assert_eq!(report.outcome, Ok(vec![rule]));
    }

    #[test]
    fn only_what_is_certain_is_a_pass() {
        let outcome = |inside: &str| {
            let xml = format!("<job><item><name>C:\\x\\1.pdf</name></item>{inside}</job>");
            JobReport::parse(&xml).map(|report| report.outcome.map(|rules| rules.len()))
        };
        assert_eq!(outcome("<validationReport isCompliant='true'/>"), Some(Ok(0)));
        for (inside, why) in [
            ("", "its report says nothing"),
            ("<validationReport/>", "its report says nothing"),
            ("<validationReport isCompliant='false'/>", "it names no rule that is broken"),
            (
                "<validationReport isCompliant='true' jobEndStatus='timeout'/>",
                "its validation ended with the status `timeout`",
            ),
            (
                "<validationReport isCompliant='true'/><validationReport isCompliant='true'/>",
                "it reports on several standards",
            ),
            ("<taskException><exceptionMessage>a\n b</exceptionMessage></taskException>", "a b"),
        ] {
            assert_eq!(outcome(inside), Some(Err(why.to_owned())), "{inside}");
        }
        for rubbish in ["", "<job>", "<job/>", "<job><item/></job>", "veraPDF"] {
            assert_eq!(JobReport::parse(rubbish), None, "{rubbish}");
        }
    }
}
