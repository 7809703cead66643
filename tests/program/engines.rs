//! The engines that distribute: the commands of docs/scale.md, run for real over 500 releases, and
//! each way gives the bytes of a plain run. Slurm alone cannot be had: its script is run with the
//! variables that Slurm sets.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::repository::root;
use crate::test::{RELEASE, Test};

const RELEASES: usize = 500;

/// What is said where an engine is absent.
const ABSENT: &str = "is absent, and the releases were not divided by it; run tests/install";

/// The fenced block of docs/scale.md with this name behind its language.
#[track_caller]
fn block(language: &str, name: &str) -> String {
    let text = fs::read_to_string(root().join("docs/scale.md")).expect("docs/scale.md is there");
    let opening = format!("\n```{language} {name}\n");
    let (_, rest) = text.split_once(&opening).unwrap_or_else(|| panic!("no block {name}"));
    let (block, _) = rest.split_once("\n```").expect("the block ends");
    format!("{block}\n")
}

/// A folder with the releases by year and month, and with letterheads.
struct Tree {
    test: Test,
}

impl Tree {
    fn new() -> Self {
        let house = "id = \"lmw\"\nname = \"Landesamt für Musterwesen\"\nshort = \"LMW\"\n";
        let test = Test::new("render -q releases --letterheads letterheads --out-tree plain")
            .file("letterheads/lmw.toml", house)
            .file("sheets/.keep", "")
            .file("manifests/.keep", "");
        let test = (0..RELEASES).fold(test, |test, number| {
            let release = RELEASE
                .replace("letterhead: neutral", &format!("letterhead: lmw\nid: lmw-{number}"))
                .replace("verbindet", &format!("verbindet {number} Orte"));
            let folder = format!("releases/{}/{:02}", 2004 + number % 5, 1 + number % 3);
            test.file(&format!("{folder}/lmw-{number:03}.md"), release)
        });
        Self { test }
    }

    /// The digests of all sheets below a folder.
    #[track_caller]
    fn sheets(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let top = self.test.path(folder);
        let mut folders = vec![top.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "pdf") {
                    let below = path.strip_prefix(&top).expect("it is below").to_owned();
                    found.insert(below, fs::read(&path).expect("it can be read"));
                }
            }
        }
        found
    }

    /// What a plain run of one process writes.
    #[track_caller]
    fn plain(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let output = self.test.command().output().expect("the program ends");
        assert_succeeded(&output);
        let plain = self.sheets("plain");
        assert_eq!(plain.len(), RELEASES);
        plain
    }

    /// A program run in the folder, with letterpress on the path.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let built = Path::new(env!("CARGO_BIN_EXE_letterpress")).parent().expect("a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut paths: Vec<_> =
            vec![built.to_owned(), root().join("target/spark/python/pyspark/bin")];
        paths.extend(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(paths).expect("paths can be joined"));
        // GNU parallel asks for a citation where it has a home in which to remember the answer.
        command.current_dir(self.test.path("")).env("HOME", self.test.path(""));
        command
    }

    /// Runs blocks of the document as scripts.
    #[track_caller]
    fn run(&self, names: &[&str]) {
        for name in names {
            let script = format!("set -euo pipefail\n{}", block("sh", name));
            assert_succeeded(&self.command("bash").args(["-c", &script]).output().expect("bash"));
        }
    }

    /// Fails unless all sheets are those of a plain run; removes them.
    #[track_caller]
    fn has_the_same(&self, plain: &BTreeMap<PathBuf, Vec<u8>>, way: &str) {
        let sheets = self.sheets("sheets");
        let differing = plain.iter().filter(|(name, bytes)| sheets.get(*name) != Some(bytes));
        let differing: Vec<_> = differing.map(|(name, _)| name).take(5).collect();
        assert!(differing.is_empty(), "{way}: {differing:?} differ");
        assert_eq!(sheets.len(), plain.len(), "{way}");
        fs::remove_dir_all(self.test.path("sheets")).expect("they are removed");
        fs::create_dir(self.test.path("sheets")).expect("the folder is made");
    }

    /// The results in the lines of files of a folder.
    fn results(&self, folder: &str) -> Vec<Value> {
        let files = fs::read_dir(self.test.path(folder)).expect("the folder is there").flatten();
        // The checksums that Spark lays beside its files are no text.
        let texts = files.filter_map(|file| fs::read_to_string(file.path()).ok());
        let texts: Vec<_> = texts.collect();
        let lines = texts.iter().flat_map(|text| text.lines());
        let objects = lines.filter_map(|line| serde_json::from_str(line).ok());
        objects.filter(|object: &Value| object["type"] == "result").collect()
    }

    /// Fails unless each release has one result in a folder, and was issued.
    #[track_caller]
    fn has_results(&self, folder: &str, way: &str) {
        let results = self.results(folder);
        let issued = results.iter().filter(|result| result["outcome"] == "issued").count();
        let mut names: Vec<_> = results.iter().map(|result| result["id"].to_string()).collect();
        names.sort();
        names.dedup();
        assert_eq!((issued, names.len()), (RELEASES, RELEASES), "{way}");
    }
}

#[track_caller]
fn assert_succeeded(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let end: String =
        stderr.chars().rev().take(3000).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(output.status.success(), "{}\n{end}", output.status);
}

/// Whether a tool is there; in continuous integration it has to be.
#[track_caller]
fn is_there(name: &str, found: bool) -> bool {
    assert!(found || std::env::var_os("CI").is_none(), "{name} {ABSENT}");
    found
}

fn has_parallel() -> bool {
    let version = Command::new("parallel").arg("--version").output();
    version.is_ok_and(|output| output.stdout.starts_with(b"GNU parallel"))
}

#[test]
fn gnu_parallel_divides_a_tree() {
    if !is_there("GNU parallel", has_parallel()) {
        return;
    }
    let tree = Tree::new();
    let plain = tree.plain();
    for way in ["parallel-folders", "parallel-shards"] {
        tree.run(&[way]);
        tree.has_the_same(&plain, way);
        tree.has_results("manifests", way);
        fs::remove_dir_all(tree.test.path("manifests")).expect("they are removed");
        fs::create_dir(tree.test.path("manifests")).expect("the folder is made");
    }
    tree.run(&["requests", "parallel-pipe"]);
    tree.has_the_same(&plain, "parallel-pipe");
    fs::rename(tree.test.path("results.ndjson"), tree.test.path("manifests/all.ndjson"))
        .expect("it is moved");
    tree.has_results("manifests", "parallel-pipe");
}

#[test]
fn the_script_for_slurm_sets_its_shard() {
    let tree = Tree::new();
    let plain = tree.plain();
    fs::write(tree.test.path("slurm.sh"), block("sh", "slurm.sh")).expect("it is written");
    for task in 1..=4 {
        let mut job = tree.command("bash");
        job.arg("slurm.sh").env("SLURM_ARRAY_TASK_ID", task.to_string());
        job.env("SLURM_ARRAY_TASK_COUNT", "4").env("SLURM_CPUS_PER_TASK", "2");
        assert_succeeded(&job.output().expect("bash"));
    }
    tree.has_the_same(&plain, "slurm.sh");
    tree.has_results("manifests", "slurm.sh");
}

/// Prints name and SHA-256 of the sheets in a table of Parquet.
const TABLE: &str = "\
import hashlib, pyarrow.parquet
for row in pyarrow.parquet.read_table('sheets.parquet').to_pylist():
    print(row['name'], row['outcome'], hashlib.sha256(row['sheet'] or b'').hexdigest())
";

#[test]
fn spark_pipes_and_maps() {
    let python = root().join("target/spark/python");
    if !is_there("Spark", python.join("pyspark/jars").exists()) {
        return;
    }
    let tree = Tree::new();
    let plain = tree.plain();
    for name in ["pipe.py", "map_in_pandas.py"] {
        fs::write(tree.test.path(name), block("python", name)).expect("it is written");
    }
    // One machine with two cores; Java starts faster without its optimising compiler.
    let settings = "spark.master local[2]\nspark.ui.enabled false\n\
                    spark.driver.bindAddress 127.0.0.1\nspark.driver.host 127.0.0.1\n\
                    spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n";
    fs::create_dir(tree.test.path("conf")).expect("a folder");
    fs::write(tree.test.path("conf/spark-defaults.conf"), settings).expect("it is written");
    tree.run(&["requests"]);
    let script = format!("set -euo pipefail\n{}", block("sh", "spark"));
    let mut spark = tree.command("bash");
    spark.args(["-c", &script]).env("PYTHONPATH", &python).env("PYSPARK_PYTHON", "python3");
    spark.env("SPARK_HOME", python.join("pyspark")).env("SPARK_LOCAL_IP", "127.0.0.1");
    spark.env("SPARK_CONF_DIR", tree.test.path("conf"));
    assert_succeeded(&spark.output().expect("bash"));
    tree.has_the_same(&plain, "pipe.py");
    tree.has_results("results", "pipe.py");

    let mut table = tree.command("python3");
    let output = table.args(["-c", TABLE]).env("PYTHONPATH", &python).output().expect("Python");
    assert_succeeded(&output);
    let printed = String::from_utf8(output.stdout).expect("it prints text");
    let mut found: Vec<_> = printed.lines().map(ToOwned::to_owned).collect();
    found.sort();
    let mut expected: Vec<_> = plain
        .iter()
        .map(|(path, bytes)| {
            let digest = sha256(bytes);
            format!("{} issued {digest}", path.with_extension("md").display())
        })
        .collect();
    expected.sort();
    assert!(found == expected, "{:?}\n{:?}", found.first(), expected.first());
}

/// As 64 hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
