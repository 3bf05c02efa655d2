"""The checks of the content fail where they should: `python -m unittest discover tests/content`."""

import tempfile
import unittest
from pathlib import Path

import content


def files(*texts: str) -> list[Path]:
    folder = Path(tempfile.mkdtemp(prefix="genai-guide-content-"))
    paths = [folder / f"{at}.md" for at in range(len(texts))]
    for path, text in zip(paths, texts):
        path.write_text(text, encoding="utf-8")
    return paths


def mcq(right: int, *options: str) -> str:
    lines = [f"- [{'x' if at == right else ' '}] {option}" for at, option in enumerate(options)]
    return "---\ntitle: Which?\nkind: mcq\n---\n\n" + "\n".join(lines) + "\n"


class Python(unittest.TestCase):
    def test_what_is_printed_must_be_what_is_shown(self) -> None:
        good = "```python\nprint(1)\nprint(2)  \n```\n\n```text\n1\n2\n```\n"
        self.assertEqual(content.check_python(files(good)), (1, []))
        ran, wrong = content.check_python(files(good.replace("\n2\n", "\n3\n")))
        self.assertEqual((ran, len(wrong)), (1, 1))
        self.assertIn("0.md:2: prints", wrong[0])

    def test_a_block_that_throws_is_named_with_its_line(self) -> None:
        _, wrong = content.check_python(files("text\n\n1. item\n\n   ~~~python\n   x = 1\n   y\n   ~~~\n"))
        self.assertEqual(len(wrong), 1)
        self.assertRegex(wrong[0], r"0\.md:6: NameError")

    def test_blocks_that_say_so_do_not_run_and_other_text_is_no_output(self) -> None:
        text = "```python no-run\nraise SystemExit(1)\n```\n\n```python\nprint(1)\n```\n\nBut:\n\n```text\n2\n```\n"
        self.assertEqual(content.check_python(files(text)), (1, []))


class Choices(unittest.TestCase):
    def test_a_right_option_that_is_always_the_longest_is_told(self) -> None:
        wrong = content.check_choices(content.choices(files(*[mcq(at % 4, *["x" * (9 if place == at % 4 else 5) for place in range(4)]) for at in range(12)])))
        self.assertEqual(len(wrong), 1)
        self.assertIn("longest in 12 of 12", wrong[0])

    def test_a_right_option_that_is_always_in_one_place_is_told(self) -> None:
        wrong = content.check_choices(content.choices(files(*[mcq(1, "aa", "bb", "cc", "dd") for _ in range(9)])))
        self.assertEqual(len(wrong), 1)
        self.assertIn("B in 9 of 9", wrong[0])

    def test_places_that_are_drawn_are_fine(self) -> None:
        self.assertEqual(content.check_choices(content.choices(files(*[mcq(at % 4, "aa", "bb", "cc", "dd") for at in range(40)]))), [])

    def test_questions_with_several_right_options_do_not_count(self) -> None:
        text = mcq(0, "a", "b", "c").replace("- [ ] b", "- [x] b")
        self.assertEqual(content.choices(files(text)), [])


if __name__ == "__main__":
    unittest.main()
