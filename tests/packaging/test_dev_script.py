"""The script behind the README's two commands: what it says, when it sets up anew, what it keeps away from tests."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "dev.py"


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    found = importlib.util.spec_from_file_location("dev_script", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """What the script does in an environment without a display."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, capture_output=True, text=True, env={**kept, **variables}, check=False)


def made_root(folder: Path) -> Path:
    """A checkout as far as setting up looks at it."""
    (folder / "requirements.lock").write_text("one==1\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a machine can be without a display")
def test_without_a_display_the_headless_run_is_offered_and_nothing_is_set_up() -> None:
    said = run("run")
    assert said.returncode == 1
    assert "There is no display here" in said.stdout
    assert "python3 packaging/dev.py run --headless" in said.stdout


def test_a_measurement_that_is_none_is_answered_with_those_there_are() -> None:
    said = run("bench", "the-weather")
    assert said.returncode == 1
    assert "import_december" in said.stderr


def test_a_word_that_is_no_command_is_refused() -> None:
    assert run("fly").returncode == 2


def test_a_place_is_right_only_while_lock_and_folder_are_those_it_was_made_from(
    dev: ModuleType, tmp_path: Path
) -> None:
    environment = dev.Environment(made_root(tmp_path))
    assert not environment.is_right()
    environment.python.parent.mkdir(parents=True)
    environment.python.write_text("")
    environment.stamp.write_text(json.dumps(environment.wanted()))
    assert environment.is_right()
    (tmp_path / "requirements.lock").write_text("one==2\n")
    assert not environment.is_right()


@pytest.mark.parametrize("stamp", ["", "{", "[]", '"x"'])
def test_a_stamp_that_cannot_be_read_means_setting_up_anew(dev: ModuleType, tmp_path: Path, stamp: str) -> None:
    environment = dev.Environment(made_root(tmp_path))
    environment.folder.mkdir()
    environment.stamp.write_text(stamp)
    assert environment.found() == {}
    assert not environment.is_right()
    assert not environment.is_whole()


def test_an_environment_that_was_moved_here_is_made_anew(dev: ModuleType, tmp_path: Path) -> None:
    environment = dev.Environment(made_root(tmp_path))
    environment.folder.mkdir()
    environment.stamp.write_text(json.dumps({**environment.wanted(), "folder": "/elsewhere/.venv"}))
    assert not environment.is_whole()


def test_the_tests_see_no_settings_of_the_person_who_runs_them(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFE_HOME", "/home/somebody")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    variables = dev.test_environment(tmp_path)
    assert not any(name.startswith("SAFE_") for name in variables)
    assert "DBUS_SESSION_BUS_ADDRESS" not in variables
    assert Path(variables["HOME"]).parent == tmp_path
    if os.name == "posix":
        assert Path(variables["XDG_RUNTIME_DIR"]).stat().st_mode & 0o077 == 0


def test_the_first_step_that_fails_is_named_and_ends_it(
    dev: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = [(name, [sys.executable, "-c", code]) for name, code in (("Good", ""), ("Bad", "exit(3)"), ("Never", ""))]
    assert dev.run_steps(steps, dict(os.environ), tmp_path) == 3
    said = capfd.readouterr().out
    assert "[2/3] Bad" in said
    assert "Bad failed" in said
    assert "Never" not in said


def test_continuous_integration_calls_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == 'exec python3 packaging/dev.py test "$@"'


def test_no_place_that_serves_packages_is_named_in_the_lock() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "--index" not in lock
