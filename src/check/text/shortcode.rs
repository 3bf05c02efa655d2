//! Emoji in the spelling of GitHub and chat programs, `:tada:`.

use super::run::Run;
use crate::diagnostic::{Code, Diagnostic};

/// The names that authors use most. Others are left alone: colons have other uses.
const NAMES: &[(&str, &str)] = &[
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("alarm_clock", "⏰"),
    ("ballot_box_with_check", "☑️"),
    ("bangbang", "‼️"),
    ("beer", "🍺"),
    ("blue_heart", "💙"),
    ("blush", "😊"),
    ("book", "📖"),
    ("bookmark", "🔖"),
    ("books", "📚"),
    ("boom", "💥"),
    ("brain", "🧠"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("chart_with_upwards_trend", "📈"),
    ("clap", "👏"),
    ("clipboard", "📋"),
    ("coffee", "☕"),
    ("computer", "💻"),
    ("construction", "🚧"),
    ("cry", "😢"),
    ("dart", "🎯"),
    ("exclamation", "❗"),
    ("eyes", "👀"),
    ("file_folder", "📁"),
    ("fire", "🔥"),
    ("gear", "⚙️"),
    ("gift", "🎁"),
    ("green_circle", "🟢"),
    ("green_heart", "💚"),
    ("grin", "😁"),
    ("hammer", "🔨"),
    ("heart", "❤️"),
    ("heavy_check_mark", "✔️"),
    ("heavy_plus_sign", "➕"),
    ("hourglass", "⌛"),
    ("hugs", "🤗"),
    ("information_source", "ℹ️"),
    ("interrobang", "⁉️"),
    ("joy", "😂"),
    ("key", "🔑"),
    ("laughing", "😆"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("loudspeaker", "📢"),
    ("mag", "🔍"),
    ("mag_right", "🔎"),
    ("memo", "📝"),
    ("moneybag", "💰"),
    ("muscle", "💪"),
    ("negative_squared_cross_mark", "❎"),
    ("no_entry", "⛔"),
    ("no_entry_sign", "🚫"),
    ("ok", "🆗"),
    ("ok_hand", "👌"),
    ("one", "1️⃣"),
    ("package", "📦"),
    ("page_facing_up", "📄"),
    ("partying_face", "🥳"),
    ("pencil", "📝"),
    ("pencil2", "✏️"),
    ("point_down", "👇"),
    ("point_left", "👈"),
    ("point_right", "👉"),
    ("point_up", "☝️"),
    ("poop", "💩"),
    ("pray", "🙏"),
    ("pushpin", "📌"),
    ("question", "❓"),
    ("raised_hands", "🙌"),
    ("recycle", "♻️"),
    ("red_circle", "🔴"),
    ("robot", "🤖"),
    ("rocket", "🚀"),
    ("rotating_light", "🚨"),
    ("scream", "😱"),
    ("see_no_evil", "🙈"),
    ("shrug", "🤷"),
    ("skull", "💀"),
    ("slightly_smiling_face", "🙂"),
    ("smile", "😄"),
    ("smiley", "😃"),
    ("sob", "😭"),
    ("sparkles", "✨"),
    ("speech_balloon", "💬"),
    ("star", "⭐"),
    ("star2", "🌟"),
    ("stop_sign", "🛑"),
    ("sunglasses", "😎"),
    ("sweat_smile", "😅"),
    ("tada", "🎉"),
    ("thinking", "🤔"),
    ("three", "3️⃣"),
    ("thumbsdown", "👎"),
    ("thumbsup", "👍"),
    ("triangular_flag_on_post", "🚩"),
    ("trophy", "🏆"),
    ("two", "2️⃣"),
    ("unlock", "🔓"),
    ("warning", "⚠️"),
    ("wave", "👋"),
    ("white_check_mark", "✅"),
    ("wink", "😉"),
    ("wrench", "🔧"),
    ("x", "❌"),
    ("yellow_circle", "🟡"),
    ("zap", "⚡"),
    ("zzz", "💤"),
];

pub(super) fn check(run: &Run<'_>, found: &mut Vec<Diagnostic>) {
    let text = run.text.as_str();
    let marks = || text.match_indices(':').map(|(at, _)| at);
    for (open, close) in marks().zip(marks().skip(1)) {
        let name = text.get(open + 1..close).unwrap_or_default();
        let Some((_, emoji)) = NAMES.iter().find(|(known, _)| *known == name) else { continue };
        let before = text.get(..open).and_then(|before| before.chars().next_back());
        let after = text.get(close + 1..).and_then(|after| after.chars().next());
        let joins = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '/');
        let is_digit = name.bytes().all(|byte| byte.is_ascii_digit());
        if before.is_some_and(joins) || after.is_some_and(joins) || (is_digit && before.is_some()) {
            continue;
        }
        let message = format!("`:{name}:` is no emoji here and is shown as it is written");
        let help = format!("write `{emoji}`");
        found.push(Diagnostic::new(Code::UnreadMarkup, run.span(open..close + 1), message).help(help));
    }
}
