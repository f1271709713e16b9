//! The main ways of people, told once for the browsers that are not Chromium, and the demo that they are walked in.

pub(crate) mod demo;
pub(crate) mod walks;

/// A browser window, as far as the walks need it.
pub(crate) trait Window {
    async fn open(&mut self, address: &str);
    async fn address(&mut self) -> String;
    async fn fill(&mut self, id: &str, text: &str);
    /// Marks or chooses something; the page stays.
    async fn mark(&mut self, selector: &str);
    /// Presses a button or follows a link, and waits until its page is gone.
    async fn press(&mut self, id: &str);
    async fn text(&mut self, id: &str) -> String;
    async fn attribute(&mut self, id: &str, name: &str) -> String;
    /// Keeps a picture of the page, where pictures are wanted.
    async fn picture(&mut self, name: &str);
}

/// Where pictures go, if any are wanted.
pub(crate) fn picture(engine: &str, name: &str) -> Option<std::path::PathBuf> {
    if std::env::var_os("SEKISHO_TEST_PICTURES").is_none_or(|one| one != "1") {
        return None;
    }
    let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../screenshots"));
    std::fs::create_dir_all(&folder).unwrap();
    Some(folder.join(format!("{engine}-{name}.png")))
}
