"""The checks of the content fail where they should: `python -m unittest discover tests/content`."""

import tempfile
import unittest
from pathlib import Path

import figures
import form
import options
import python_blocks
from reading import read, words


def guide(**texts: str) -> Path:
    """A content folder; `topic__name` is the file `topic/name.md`, and what begins with `<svg` a figure."""
    folder = Path(tempfile.mkdtemp(prefix="genai-guide-content-"))
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + (".svg" if text.startswith("<svg") else ".md"))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def wrong(check, **texts: str) -> list[str]:
    """What a check finds, without the folder."""
    folder = guide(**texts)
    return [fault.replace(f"{folder}/", "") for fault in check(read(folder), folder)[1]]


def question(body: str, **keys: str) -> str:
    keys = {"title": "Which?", **keys}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + f"---\n\n{body}"


def mcq(right: set[int], *texts: str) -> str:
    return question("\n".join(f"- [{'x' if at in right else ' '}] {text}" for at, text in enumerate(texts)), kind="mcq")


class Python(unittest.TestCase):
    def test_what_is_printed_must_be_what_is_shown(self) -> None:
        good = question("```python\nprint(1)\nprint(2)  \n```\n\n```text\n1\n2\n```\n")
        self.assertEqual(wrong(python_blocks.check, t__a=good), [])
        found = wrong(python_blocks.check, t__a=good.replace("\n2\n", "\n3\n"))
        self.assertEqual(len(found), 1)
        self.assertIn("t/a.md:6: prints", found[0])

    def test_a_block_that_throws_is_named_with_its_line(self) -> None:
        found = wrong(python_blocks.check, t__a=question("text\n\n1. item\n\n   ~~~python\n   x = 1\n   y\n   ~~~\n"))
        self.assertEqual(len(found), 1)
        self.assertRegex(found[0], r"t/a\.md:10: NameError")

    def test_a_block_that_only_exits_is_named_too(self) -> None:
        self.assertEqual(wrong(python_blocks.check, t__a=question("```python\nraise SystemExit(3)\n```\n")), ["t/a.md:6: exit code 3"])

    def test_blocks_that_say_so_do_not_run_and_other_text_is_no_output(self) -> None:
        text = "```python no-run\nraise SystemExit(1)\n```\n\n```python\nprint(1)\n```\n\nBut:\n\n```text\n2\n```\n"
        self.assertEqual(wrong(python_blocks.check, t__a=question(text)), [])


    def test_a_guide_without_a_block_that_runs_is_told(self) -> None:
        self.assertEqual(len(wrong(python_blocks.check, t__a=question("```python no-run\n```\n"))), 1)

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        for text in ("no front matter", "---\ntitle: [\n---\n"):
            with self.assertRaisesRegex(SystemExit, r"t/a\.md: its front matter"):
                read(guide(t__a=text))


class Options(unittest.TestCase):
    def many(self, count: int, make) -> list[str]:
        return wrong(options.check, **{f"t__q{at}": make(at) for at in range(count)})

    def test_a_right_option_that_is_always_the_longest_or_the_shortest_is_told(self) -> None:
        for letters, name in ((14, "longest"), (6, "shortest")):
            found = self.many(12, lambda at: mcq({at % 4}, *["x" * (letters if place == at % 4 else 10) for place in range(4)]))
            self.assertEqual(len(found), 1, found)
            self.assertIn(f"the {name} option is right in 12 of 12", found[0])

    def test_a_right_option_that_is_never_the_longest_is_told(self) -> None:
        found = self.many(40, lambda at: mcq({at % 4}, *["x" * (14 if place == (at + 1) % 4 else 10) for place in range(4)]))
        self.assertEqual(len(found), 1, found)
        self.assertIn("the longest option is right in 0 of 40", found[0])

    def test_a_right_option_that_is_always_in_one_place_is_told(self) -> None:
        found = self.many(9, lambda at: mcq({1}, "aa", "bb", "cc", "dd"))
        self.assertEqual(len(found), 1)
        self.assertIn("B is right in 9 of 9", found[0])

    def test_several_right_options_count_with_their_chance(self) -> None:
        self.assertEqual(self.many(4, lambda at: mcq({0, 1}, "aa", "bb", "cc", "dd")), [])
        found = self.many(40, lambda at: mcq({0, 1 + at % 3}, "aa", "bb", "cc", "dd"))
        self.assertEqual(len(found), 1)
        self.assertIn("A is right in 40 of 40", found[0])

    def test_places_that_are_drawn_are_fine(self) -> None:
        self.assertEqual(self.many(40, lambda at: mcq({at % 4}, "aa", "bb", "cc", "dd")), [])

    def test_an_option_much_longer_than_another_is_told(self) -> None:
        self.assertEqual(wrong(options.check, t__a=mcq({0}, "x" * 20, "y" * 45, "z" * 20)),
                         ["t/a.md: the options are of 20 to 45 letters; make them alike"])

    def test_an_option_goes_on_in_the_next_line_and_ends_at_its_feedback(self) -> None:
        source = read(guide(t__a=question("Stem.\n\n- [x] one\n  two\n  > why\n  > not\n- [ ] three\n", kind="mcq")))[0]
        self.assertEqual([(one.right, one.text, one.feedback) for one in source.options],
                         [(True, "one two", "why not"), (False, "three", "")])


KEYS = {"difficulty": "beginner", "tags": "[a]", "order": "1", "verified": "2026-11-01",
        "references": "[{title: a, url: \"https://a.test\"}, {title: b, url: \"https://b.test\"}]"}
ANSWER = "## In short\n\n" + "word " * 60 + "\n\n## Answer\n\n" + "word " * 150 + "\n\n## Follow-ups\n\n- a\n- b\n- c\n"
FEEDBACK = "\n  > This is why it is so."
CHOICE = "".join(f"- [{mark}] {text}{FEEDBACK}\n" for mark, text in zip("x   ", "abcd")) + "\n## Explanation\n\n" + "word " * 40


class Form(unittest.TestCase):
    def short(self, body: str, **keys: str) -> list[str]:
        return wrong(form.check, t__a=question(body, **{"kind": "short", **KEYS, **keys}))

    def test_a_whole_question_is_fine(self) -> None:
        self.assertEqual(self.short(ANSWER), [])
        self.assertEqual(wrong(form.check, t__a=question(CHOICE, kind="mcq", **KEYS)), [])

    def test_what_is_missing_is_named(self) -> None:
        self.assertEqual(self.short(ANSWER.replace("## In short", "### In short")), ["t/a.md: `## In short` is missing"])
        self.assertEqual(self.short(ANSWER, verified='""'), ["t/a.md: `verified` is missing"])
        self.assertEqual(self.short(ANSWER, references="[]"), ["t/a.md: references: 0, not 2 to 6"])
        self.assertEqual(self.short(ANSWER.replace("- c\n", "")), ["t/a.md: follow-ups: 2, not 3 to 5"])

    def test_an_answer_is_measured_by_its_kind(self) -> None:
        long = ANSWER.replace("word " * 150, "word " * 390)
        self.assertEqual(self.short(long), ["t/a.md: words of the answer: 390, not 110 to 280"])
        self.assertEqual(self.short(long, kind="descriptive"), [])

    def test_a_choice_needs_feedback_an_explanation_and_an_honest_title(self) -> None:
        for old, new, fault in (
            (f"- [ ] b{FEEDBACK}", "- [ ] b", "no feedback under “b”"),
            ("## Explanation", "## Hint", "an `## Explanation` of some sentences is missing"),
        ):
            self.assertEqual(wrong(form.check, t__a=question(CHOICE.replace(old, new), kind="mcq", **KEYS)), [f"t/a.md: {fault}"])

    def test_a_title_leaves_it_to_the_page_to_say_that_several_options_are_right(self) -> None:
        fault = "t/a.md: the title says (several); the page says so itself"
        for title, faults in (("Which?", []), ("Which? (several)", [fault])):
            self.assertEqual(wrong(form.check, t__a=question(CHOICE.replace("- [ ] d", "- [x] d"), kind="mcq", title=title, **KEYS)), faults)

    def test_an_introduction_leads_to_every_question_of_its_topic(self) -> None:
        whole = question(ANSWER, kind="short", **KEYS)
        found = wrong(form.check, t___index=question("See [a](a.md#x)."), t__a=whole, t__b=whole)
        self.assertEqual([fault.split(": ")[0] for fault in found], ["t/_index.md"])
        self.assertTrue(found[0].endswith("no link to t/b.md"), found)

    def test_a_glossary_is_in_order_and_leads_on(self) -> None:
        entries = "## A\n\n- **Agent:** one. [A](../t/a.md)\n- **Abstention:** two.\n"
        self.assertEqual(wrong(form.check, pages__glossary=question(entries)),
                         ["pages/glossary.md: “Abstention” is out of order", "pages/glossary.md: “Abstention” leads to no question"])

    def test_code_formulas_figures_and_addresses_are_no_words(self) -> None:
        self.assertEqual(words("one $x + y$ [two](a/b.md)\n$$\nx y z\n$$\n![three four](a.svg)\n| a | b |"), 3)
        self.assertEqual(words("| a | b |", tables=True), 2)


FIGURE = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 100" aria-labelledby="t d"><title id="t">A line of boxes</title>'
          f'<desc id="d">{"Six boxes. " * 8}</desc><style>.t{{font:13px sans-serif}}@media(prefers-color-scheme:dark){{.t{{fill:#fff}}}}'
          '</style><rect width="360" height="100"/></svg>')
SHOWN = question("![Boxes](../figures/a.svg)")


class Figures(unittest.TestCase):
    def test_a_figure_for_everyone_is_fine(self) -> None:
        self.assertEqual(wrong(figures.check, figures__a=FIGURE, t__a=SHOWN), [])

    def test_what_shuts_someone_out_is_named(self) -> None:
        for old, new, fault in (
            ("0 0 360", "0 0 800", "it is 800 units wide, not at most 375"),
            ("A line of boxes", "", "`title` is missing, or says too little"),
            ('"t d"', '"t"', "`aria-labelledby` doesn't name its `desc`"),
            ("dark", "light", "it has no colors for the dark"),
            ("13px", "9px", "letters of 9 units, not at least 12"),
            ('rect width="360"', 'rect width="36"', "it has no ground of its own: a first `rect` of its whole size"),
        ):
            self.assertIn(f"figures/a.svg: {fault}", wrong(figures.check, figures__a=FIGURE.replace(old, new), t__a=SHOWN))

    def test_a_figure_that_no_question_shows_is_named(self) -> None:
        self.assertEqual(wrong(figures.check, figures__a=FIGURE, pages__a=SHOWN), ["figures/a.svg: no question shows it"])


if __name__ == "__main__":
    unittest.main()
