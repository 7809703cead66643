//! Limits as they are typed.

use super::bytes::bytes;

/// A limit that was typed. Whether there is one of that name, the library knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSetting {
    pub name: String,
    pub figure: u64,
}

/// A limit as it is typed: `text.blocks=40000`.
pub fn limit(typed: &str) -> Result<LimitSetting, String> {
    let (name, figure) = typed
        .split_once('=')
        .ok_or_else(|| "write it as `name=number`, such as `text.blocks=40000`".to_owned())?;
    let figure = bytes(figure).map_err(|_| {
        format!("`{figure}` is no number; write `40000`, or `512MiB` where bytes are counted")
    })?;
    Ok(LimitSetting { name: name.to_owned(), figure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_has_a_name_and_a_figure() {
        let set = |name: &str, figure| Ok(LimitSetting { name: name.to_owned(), figure });
        assert_eq!(limit("text.blocks=40000"), set("text.blocks", 40_000));
        assert_eq!(limit("pictures.bytes=1MiB"), set("pictures.bytes", 1 << 20));
        for wrong in ["text.blocks", "text.blocks=", "text.blocks=-1", "=x"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
    }
}
