//! PDF files put together by hand, for what no program would write.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A file of numbered objects, the first of which is the catalogue.
#[derive(Default)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
    trailer: String,
}

impl Pdf {
    /// Adds the next object.
    pub fn object(mut self, text: impl AsRef<[u8]>) -> Self {
        self.objects.push(text.as_ref().to_vec());
        self
    }

    /// Adds a stream with these entries in its dictionary.
    pub fn stream(self, entries: &str, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut object = format!("<</Length {}{entries}>>stream\n", bytes.len()).into_bytes();
        object.extend_from_slice(bytes);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// Adds entries to the trailer.
    pub fn trailer(mut self, entries: &str) -> Self {
        self.trailer.push_str(entries);
        self
    }

    /// The file, with a plain table of objects.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (at, object) in self.objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", file.len());
            file.extend(format!("{} 0 obj\n", at + 1).bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        let size = self.objects.len() + 1;
        file.extend(table.bytes());
        let more = &self.trailer;
        let trailer =
            format!("trailer\n<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF\n");
        file.extend(trailer.bytes());
        file
    }
}

/// A file of one page, the object 3, whose content is the object 4; `resources` go on at 5.
pub fn one_page(content: &str, resources: &str) -> Pdf {
    let page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R";
    Pdf::default()
        .object("<</Type/Catalog/Pages 2 0 R>>")
        .object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object(format!("<<{page}/Resources<<{resources}>>>>"))
        .stream("", content)
}

/// Bytes packed as PDF packs them.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
