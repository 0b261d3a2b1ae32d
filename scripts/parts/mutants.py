"""Tries changed engines that are all built at once; called by scripts/mutants, which says what for.

    mutants.py weave LIST           put every change of LIST (as cargo-mutants lists them) into the copy beside it
    mutants.py refused LIST ERRORS  note the changes that the compiler refused; fails when it refused anything else
    mutants.py try LIST PROGRAM…    run the tests of each change, quickest program first, and tell what none noticed

A function that is changed in k ways gets k copies of itself beside it, one a change, and begins with a look at
MUTANT, which names the change to go by. So one build holds them all. The outcome of each stands in LIST.
"""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

# All the tests of one program take less than two on a busy machine.
SECONDS = 20
LOOK = """
#[allow(missing_docs)]
pub fn mutant() -> usize {
    static MUTANT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *MUTANT.get_or_init(|| std::env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX))
}
"""


def closing(text, at):
    """The place of the bracket that closes the one at `at`."""
    pair = {"(": ")", "{": "}"}[text[at]]
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == text[at]) - (text[place] == pair)
        if depth == 0:
            return place
    raise ValueError("a bracket is not closed")


def parameters(text):
    """Whether a method, and the names of the other parameters."""
    depth, parts = 0, [""]
    for sign in text:
        depth += (sign in "(<[") - (sign in ")>]")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    parts = [part.strip() for part in parts if part.strip()]
    is_self = [part for part in parts if re.fullmatch(r"(&(mut )?|mut )?self", part)]
    return bool(is_self), [re.sub(r"^mut ", "", p.split(":")[0].strip()) for p in parts if p not in is_self]


def woven(text, changes, at):
    """The function at `at`, with its changed copies after it."""
    start, end = at
    body = text[start:end]
    name = re.search(r"\bfn (\w+)", body)
    opening = body.index("(", name.end())
    method, arguments = parameters(body[opening + 1 : closing(body, opening)])
    whole = changes[0][1]["function"]["function_name"]
    of = "self." if method else "Self::" if "::" in whole else ""
    arms, copies = "", ""
    for n, change, (a, b) in changes:
        if whole.startswith("<impl"):
            # A trait takes no functions of ours; a change of the whole answer needs none.
            assert change["genre"] == "FnValue", change["name"]
            arms += f"{n} => return {change['replacement']}, "
            continue
        other = body[: a - start] + f" {change['replacement']} " + body[b - start :]
        other = other[: name.start(1)] + f"{name[1]}__{n}" + other[name.end(1) :]
        copies += f"\n#[allow(warnings)]\n/*from {n}*/ {other} /*to {n}*/\n"
        arms += f"{n} => return {of}{name[1]}__{n}({', '.join(arguments)}), "
    inside = body.index("{", closing(body, opening)) + 1
    return f"{body[:inside]} match crate::mutant() {{ {arms}_ => {{}} }} {body[inside:]}{copies}"


def weave(copy, listed):
    by_file = {}
    for n, change in enumerate(listed):
        if change.get("outcome") != "unviable":
            by_file.setdefault(change["file"], []).append((n, change))
    for file, changes in by_file.items():
        text = Path(file).read_text()
        lines = text.splitlines(keepends=True)
        place = lambda p: sum(map(len, lines[: p["line"] - 1])) + p["column"] - 1
        span = lambda of: (place(of["span"]["start"]), place(of["span"]["end"]))
        functions = {}
        for n, change in changes:
            functions.setdefault(span(change["function"]), []).append((n, change, span(change)))
        for at in sorted(functions, reverse=True):
            text = text[: at[0]] + woven(text, functions[at], at) + text[at[1] :]
        (copy / file).write_text(text)
    root = Path("lending/src/lib.rs")
    (copy / root).write_text(root.read_text() + LOOK)


def refused(copy, listed, errors):
    for line in errors:
        message = json.loads(line).get("message", {})
        if not isinstance(message, dict) or message.get("level") != "error":
            continue
        found = None
        for span in message["spans"]:
            before = (copy / span["file_name"]).read_bytes()[: span["byte_start"]].decode(errors="ignore")
            marks = re.findall(r"/\*(from|to) (\d+)\*/", before)
            if span["is_primary"] and marks and marks[-1][0] == "from":
                found = listed[int(marks[-1][1])]
                found["outcome"] = "unviable"
        if found is None and message["spans"]:
            sys.exit(message["rendered"])


def limits():
    # A loop without end may collect without end.
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def outcome(n, programs):
    for program in programs:
        name = re.sub(r"-[0-9a-f]+$", "", os.path.basename(program))
        # The same random loans each time, where a program has some.
        settings = {"MUTANT": str(n), "PROPTEST_RNG_SEED": "1", "RUST_BACKTRACE": "0"}
        # What a changed engine fails on is no case to keep.
        settings["PROPTEST_DISABLE_FAILURE_PERSISTENCE"] = "1"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        try:
            ran = subprocess.run(
                [program], cwd="lending", env=os.environ | settings, timeout=SECONDS, preexec_fn=limits, **quiet
            )
        except subprocess.TimeoutExpired:
            return f"no end in {name}"
        if ran.returncode != 0:
            return f"noticed by {name}"
    return "missed"


def report(listed):
    parts = {}
    for change in listed:
        parts.setdefault(change["file"].removeprefix("lending/src/"), []).append(change["outcome"].split()[0])
    parts["all"] = [outcome for outcomes in list(parts.values()) for outcome in outcomes]
    print("| file | changes | noticed | no end | not compiled | missed |\n|---|---|---|---|---|---|")
    for part, outcomes in parts.items():
        counts = [outcomes.count(kind) for kind in ("noticed", "no", "unviable", "missed")]
        print(f"| {part} | {len(outcomes)} | {' | '.join(map(str, counts))} |")
    for change in listed:
        if change["outcome"] == "missed":
            print(change["name"])


def main():
    what, file = sys.argv[1], Path(sys.argv[2])
    listed = json.loads(file.read_text())
    copy = file.parent / "copy"
    if what == "weave":
        weave(copy, listed)
    elif what == "refused":
        refused(copy, listed, Path(sys.argv[3]).read_text().splitlines())
    else:
        programs = sys.argv[3:]
        if outcome("none", programs) != "missed":
            sys.exit("the tests fail without any change")
        for n, change in enumerate(listed):
            if change.get("outcome") != "unviable":
                change["outcome"] = outcome(n, programs)
            file.write_text(json.dumps(listed))
        report(listed)
    file.write_text(json.dumps(listed))


main()
