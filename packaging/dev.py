#!/usr/bin/env python3
"""Sets everything up and then opens the program, runs the tests or runs the measurements. Standard library only.

    python3 packaging/dev.py run [--headless] ...   the program on a practice book, a practice Xero beside it
    python3 packaging/dev.py test ...               format, lint, types, borders, tests; more words go to pytest
    python3 packaging/dev.py bench [NAME] ...       the measurements of tests/bench, or one of them

Knows the virtual environment, the lock file and the system packages that Qt and the tests need. Must not know
anything of the program but how it is started. `--no-system` leaves the system's packages alone.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has, before anything is installed
    sys.exit("SAFE Desktop needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent.parent

QT_PACKAGES = (
    "libgl1 libegl1 libglib2.0-0 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
    "libxkbcommon-x11-0 libxcb-shape0"
)
TEST_PACKAGES = "xvfb xauth openbox xdotool dbus gnome-keyring chromium chromium-driver imagemagick"
APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
PROGRAM_COMMAND = ("-m", "safe_desktop", "--practice")
HEADLESS_COMMAND = ("-m", "safe_desktop", "--practice", "demo")


class SetupProblem(Exception):
    """Setting up cannot go on; the words say what happened and what to do."""


def ask(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """The finished command with what it said, whether it went well or not."""
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


class Environment:
    """The virtual environment of one checkout: whether it is what the lock file says, and how to make it so."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.programs = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.programs / ("python.exe" if os.name == "nt" else "python")
        self.stamp = self.folder / ".safe-desktop-stamp.json"

    def wanted(self) -> dict[str, str]:
        """What the environment must have been made from to be right as it is."""
        contents = (self.root / "requirements.lock").read_bytes() + (self.root / "pyproject.toml").read_bytes()
        return {
            "contents": hashlib.sha256(contents).hexdigest(),
            "python": sys.version,
            "folder": str(self.folder),
        }

    def found(self) -> dict[str, str]:
        """What it was made from; empty where the making never came to its end."""
        with contextlib.suppress(OSError, ValueError):
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
            if isinstance(stamp, dict):
                return stamp
        return {}

    def is_right(self) -> bool:
        """Whether nothing is left to do."""
        return self.found() == self.wanted() and self.python.exists()

    def is_whole(self) -> bool:
        """Whether it has a Python and a pip that start, and was not made elsewhere or by another Python."""
        found, wanted = self.found(), self.wanted()
        if any(found.get(part, wanted[part]) != wanted[part] for part in ("python", "folder")):
            return False
        with contextlib.suppress(OSError):
            return ask([str(self.python), "-m", "pip", "--version"]).returncode == 0
        return False

    def make(self) -> None:
        """Bring it to what the lock file says, from whatever state it is in."""
        if self.is_right():
            return
        print("Setting up .venv from requirements.lock: once, about half a minute.", flush=True)
        if not self.is_whole():
            self._make_anew()
        self.stamp.unlink(missing_ok=True)
        # The lock names everything that is needed, so pip need not work it out again (and one package asks in vain
        # for an older version of another that it works with).
        self._pip("--require-hashes", "--no-deps", "-r", str(self.root / "requirements.lock"))
        self._pip("--no-deps", "--no-build-isolation", "-e", str(self.root))
        unfinished = self.stamp.with_suffix(".new")
        unfinished.write_text(json.dumps(self.wanted()), encoding="utf-8")
        unfinished.replace(self.stamp)

    def _make_anew(self) -> None:
        if Path(sys.prefix).resolve() == self.folder.resolve():
            raise SetupProblem(
                ".venv must be made anew, which cannot be done from inside it: use the system's python3."
            )
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)
        try:
            venv.create(self.folder, with_pip=True, symlinks=os.name != "nt")
        except (OSError, subprocess.CalledProcessError) as problem:
            raise SetupProblem(f"The virtual environment {self.folder} could not be made: {problem}") from problem

    def _pip(self, *words: str) -> None:
        options = ("--disable-pip-version-check", "--no-input", "--quiet")
        if subprocess.call([self.python, "-m", "pip", "install", *options, *words], cwd=self.root):
            raise SetupProblem(
                "pip could not install what requirements.lock names; its own words are above. "
                "Nothing half-made will be used: check the network and give the same command again."
            )


def is_root() -> bool:
    """Whether this process may install packages of a Debian-like system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def missing_packages(names: Sequence[str]) -> list[str]:
    """Those of the Debian packages that are not installed; none where there is no dpkg to ask."""
    if shutil.which("dpkg-query") is None:
        return []
    # Since Debian 13 some libraries carry "t64" at the end of their name and provide the old name.
    asked = [variant for name in names for variant in (name, name + "t64")]
    command = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *asked]
    answer = ask(command).stdout
    there = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there and name + "t64" not in there]


def how_to_install(purpose: str, names: Sequence[str]) -> str:
    """The one line for a person who may not install packages through this script."""
    return f"{purpose} packages that are missing here. Install them with: sudo {' '.join((*APT_INSTALL, *names))}"


def apt_get(command: Sequence[str]) -> int:
    """The exit code of an apt-get command that asks nothing and says only what went wrong."""
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.call([*command, "-q"], env=variables, stdout=subprocess.DEVNULL)


def install_packages(purpose: str, names: Sequence[str]) -> list[str]:
    """Install what is missing if that is allowed here, else say how; returns what is still missing."""
    missing = missing_packages(names)
    if not missing:
        return []
    if not is_root():
        print(how_to_install(purpose, missing), flush=True)
        return missing
    print(f"{purpose} system packages; installing {' '.join(missing)}.", flush=True)
    apt_get(("apt-get", "update"))
    # One at a time after a failure of all together, so that one name unknown to this system does not cost the rest.
    if apt_get((*APT_INSTALL, *missing)):
        for name in missing:
            apt_get((*APT_INSTALL, name))
    still = missing_packages(names)
    if still:
        print(how_to_install(purpose, still), flush=True)
    return still


def provide_venv(may_install: bool) -> None:
    """Make sure that this Python can make virtual environments: Debian keeps that in a package of its own."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    if may_install and is_root():
        install_packages("Python's virtual environments need", [f"python3.{sys.version_info.minor}-venv"])
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupProblem(how_to_install("Python's virtual environments need", ["python3-venv"]))


def check_qt_starts(environment: Environment) -> None:
    """Stop with Qt's own words where a system library is missing."""
    answer = ask([str(environment.python), "-c", "import PySide6.QtWidgets"])
    if answer.returncode:
        reason = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SetupProblem(f"Qt does not start: {reason}. {how_to_install('It needs', QT_PACKAGES.split())}")


def set_up(environment: Environment, packages: Sequence[tuple[str, str]], may_install: bool) -> None:
    """The environment and the system packages, ready for use; raises `SetupProblem`."""
    provide_venv(may_install)
    environment.make()
    missing = [name for purpose, names in packages if may_install for name in install_packages(purpose, names.split())]
    if set(missing) & set(QT_PACKAGES.split()):
        check_qt_starts(environment)


def has_display() -> bool:
    """Whether a window can be shown; only Linux can be without."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_program(environment: Environment, words: Sequence[str], headless: bool, may_install: bool) -> int:
    """Open the program on the practice book; without a display say how to have the same job done without a window."""
    if not headless and not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        print(
            "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so no window can be shown.\n"
            "The same job without a window, on the same practice book and practice Xero:\n"
            "    python3 packaging/dev.py run --headless"
        )
        return 1
    set_up(environment, () if headless else (("Qt needs", QT_PACKAGES),), may_install)
    command = [str(environment.python), *(HEADLESS_COMMAND if headless else PROGRAM_COMMAND), *words]
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - signals must reach the program itself
    return subprocess.call(command)


def test_environment(scratch: Path) -> dict[str, str]:
    """The variables for the tests: no screen, no home, no session bus and no settings of the person who runs them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFE_")}
    kept.pop("DBUS_SESSION_BUS_ADDRESS", None)
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept["NODE_PATH"] = str(ROOT / "packaging" / "node-client" / "node_modules")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        folder = scratch / name.lower()
        folder.mkdir(mode=0o700)
        kept[name] = str(folder)
    return kept


def provide_node_client(root: Path) -> None:
    """Install Xero's official Node client for the tests that use it, where npm is on the machine; else they skip."""
    npm = shutil.which("npm")
    folder = root / "packaging" / "node-client"
    installed, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    if npm is None or (installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime):
        return
    # The lock holds every package's hash and names no host; npm takes it from where it is set up to.
    command = [npm, "ci", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--ignore-scripts"]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if answer.returncode:
        print("npm could not install Xero's Node client; the tests that use it are left out.", flush=True)


def run_steps(steps: Sequence[tuple[str, Sequence[str]]], variables: dict[str, str], root: Path) -> int:
    """Run one after the other; the first that fails is named and ends it. The last step prints the last lines."""
    for number, (name, command) in enumerate(steps, start=1):
        print(f"[{number}/{len(steps)}] {name}", flush=True)
        code = subprocess.call(command, cwd=root, env=variables)
        if code:
            if number < len(steps):
                print(f"{name} failed: nothing after it was run. The command was: {' '.join(command)}", flush=True)
            return code
    return 0


def run_tests(environment: Environment, words: Sequence[str], may_install: bool) -> int:
    """Everything that must hold before a change is taken."""
    packages = (("Qt needs", QT_PACKAGES), ("The tests of a real desktop need", TEST_PACKAGES))
    set_up(environment, packages, may_install)
    provide_node_client(environment.root)
    python = str(environment.python)
    steps = (
        ("Format", [python, "-m", "ruff", "format", "--check", "."]),
        ("Lint", [python, "-m", "ruff", "check", "."]),
        ("Types", [python, "-m", "mypy"]),
        ("Borders", [str(environment.programs / "lint-imports")]),
        ("Tests", [python, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *words]),
    )
    with tempfile.TemporaryDirectory(prefix="safe-desktop-test-", ignore_cleanup_errors=True) as scratch:
        return run_steps(steps, test_environment(Path(scratch)), environment.root)


def run_bench(environment: Environment, words: Sequence[str], may_install: bool) -> int:
    """The measurements: each a program of tests/bench, all of them or the one that is named."""
    folder = environment.root / "tests" / "bench"
    known = sorted(path.stem for path in folder.glob("[!_]*.py") if path.stem != "conftest")
    names = [words[0]] if words else known
    if not known or names[0] not in known:
        raise SetupProblem(
            f"There is no measurement of that name in tests/bench. There are: {', '.join(known) or '-'}."
        )
    set_up(environment, (("Qt needs", QT_PACKAGES),), may_install)
    # As modules, so that they find the tests' own desks from the top folder.
    steps = [(name, [str(environment.python), "-m", f"tests.bench.{name}", *words[1:]]) for name in names]
    with tempfile.TemporaryDirectory(prefix="safe-desktop-bench-", ignore_cleanup_errors=True) as scratch:
        return run_steps(steps, test_environment(Path(scratch)), environment.root)


def main(arguments: Sequence[str]) -> int:
    """The exit code of the command that was asked for."""
    parser = argparse.ArgumentParser(
        description="Sets SAFE Desktop up and opens it, tests it or measures it.", allow_abbrev=False
    )
    parser.add_argument("command", choices=("run", "test", "bench"))
    parser.add_argument("--no-system", action="store_true", help="leave the system's packages alone")
    parser.add_argument("--headless", action="store_true", help="run: do the practice job without a window")
    options, words = parser.parse_known_args(arguments)
    environment, may_install = Environment(ROOT), not options.no_system
    try:
        if options.command == "run":
            return run_program(environment, words, options.headless, may_install)
        if options.command == "test":
            return run_tests(environment, words, may_install)
        return run_bench(environment, words, may_install)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
