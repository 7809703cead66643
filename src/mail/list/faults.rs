//! What a spreadsheet shows in a cell whose formula fails.
//!
//! It says that something is missing there, and is no name and no tag. Saved as text, such as CSV,
//! it stays there in the language of the program.

/// Faults of Excel and LibreOffice, in English and German ("Excel error values", Microsoft Support).
const FAULTS: &[&str] = &[
    "#N/A",
    "#NV",
    "#REF!",
    "#BEZUG!",
    "#NAME?",
    "#VALUE!",
    "#WERT!",
    "#DIV/0!",
    "#NUM!",
    "#ZAHL!",
    "#NULL!",
    "#SPILL!",
    "#ÜBERLAUF!",
    "#CALC!",
    "#KALK!",
    "#FIELD!",
    "#FELD!",
    "#CONNECT!",
    "#VERBINDEN!",
    "#BLOCKED!",
    "#BLOCKIERT!",
    "#UNKNOWN!",
    "#UNBEKANNT!",
    "#BUSY!",
    "#DATA!",
    "#GETTING_DATA",
    "#DATEN_ABRUFEN",
];

/// Whether a cell shows a fault, and says nothing else.
pub(super) fn is_fault(cell: &str) -> bool {
    // LibreOffice has numbers for its own: `Err:508`.
    let number = cell.strip_prefix("Err:").or_else(|| cell.strip_prefix("Fehler:"));
    let is_number = number
        .is_some_and(|number| number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit()));
    is_number || FAULTS.contains(&cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_no_words() {
        for fault in ["#N/A", "#NV", "#NAME?", "#DIV/0!", "Err:508"] {
            assert!(is_fault(fault), "{fault}");
        }
        for words in ["#KULTUR", "#4711", "# NV", "NV", "Err:", "Err:or", ""] {
            assert!(!is_fault(words), "{words}");
        }
    }
}
