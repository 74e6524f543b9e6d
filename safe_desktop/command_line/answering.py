"""How a command answers: lines for a person or one JSON document for a script, and errors as three sentences.

The only module that writes to the standard streams. Knows no command.
"""

import json
import sys
from dataclasses import dataclass

from safe_desktop.command_line.exit_codes import Exit, exit_of
from safe_desktop.command_line.plain_values import Json
from safe_desktop.command_line.text_tables import visible
from safe_desktop.errors import SafeError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found or did: for a script, for a person, and the exit code."""

    document: Json
    lines: tuple[str, ...]
    code: Exit = Exit.DONE


def prepare_streams() -> None:
    """Let the streams write every text: a sign that the terminal has not is replaced, not a reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def write(answer: Answer, as_json: bool) -> int:
    """The answer's exit code, once it is written to the standard output."""
    if as_json:
        write_document(answer.document)
    elif answer.lines:
        # At once: a line by line flush of a long preview costs seconds.
        print("\n".join(visible(line) for line in answer.lines), flush=True)
    return answer.code


def say(line: str) -> None:
    """Write a line for a person now, not when the program ends."""
    print(visible(line), flush=True)


def aside(line: str) -> None:
    """Write a line that is no part of the answer."""
    print(visible(line), file=sys.stderr, flush=True)


def write_document(document: Json) -> None:
    """Write one JSON document to the standard output."""
    is_wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not is_wide, indent=2), flush=True)


def write_error(problem: SafeError, as_json: bool) -> int:
    """The exit code of a known problem, once its sentences are written to the standard error."""
    for sentence in (problem.title, problem.detail, problem.remedy):
        if sentence:
            aside(sentence)
    code = exit_of(problem)
    if as_json:
        told: dict[str, Json] = {
            "kind": type(problem).__name__,
            "title": problem.title,
            "detail": problem.detail,
            "remedy": problem.remedy,
            "exit": int(code),
        }
        write_document({"error": told})
    return code
