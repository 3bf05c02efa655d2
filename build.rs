//! Makes cargo build anew when the theme that is embedded in the binary changes.

fn main() {
    println!("cargo::rerun-if-changed=themes/default");
}
