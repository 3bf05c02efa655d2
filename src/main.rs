//! The `genai-guide` program: arguments in, words and an exit code out. The only place that prints.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use genai_guide::cli::{self, Output};

/// A build makes many small strings, in several threads; the system's allocator took a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The terminal, or whatever stands in for it.
struct Terminal;

impl Output for Terminal {
    fn out(&self, text: &str) {
        // `print!` would panic when the reader has gone away, as `head` does; that is no failure of ours.
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    fn note(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    fn has_colors(&self) -> bool {
        anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
    }

    fn width(&self) -> usize {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || clap_width();
        columns.or_else(terminal).unwrap_or(120).clamp(40, 200)
    }

    fn is_watched(&self) -> bool {
        std::io::stderr().is_terminal()
    }
}

/// The terminal's width, if there is a terminal.
fn clap_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stderr()).map(|(width, _)| usize::from(width.0))
}

fn main() -> ExitCode {
    // What a guarded parser panics with is reported as a mistake of its input; any other panic is a bug of ours.
    std::panic::set_hook(Box::new(|info| {
        if !genai_guide::guard::is_guarded() {
            let _ = writeln!(
                std::io::stderr(),
                "error: genai-guide has a bug: {info}\nplease report it with this text and, if you can, the file that causes it"
            );
        }
    }));
    let arguments: Vec<_> = std::env::args_os().collect();
    ExitCode::from(cli::run(&arguments, &Terminal))
}
