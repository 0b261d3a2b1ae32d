//! ARCHITECTURE.md tells the truth.

use std::path::Path;

#[test]
fn every_path_of_where_is_exists() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let text = std::fs::read_to_string(house.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    assert!(text.lines().count() <= 250, "ARCHITECTURE.md has grown past 250 lines");
    let table = text.split("## Where is…?").nth(1).expect("the table");
    let paths: Vec<&str> =
        table.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.split('`').nth(1)).collect();
    assert!(paths.len() >= 12, "the table answers fewer questions than it should");
    for path in paths {
        assert!(house.join(path).exists(), "{path} does not exist");
    }
}
