"""A desktop's tray and notice board on a session bus, and the program in front of them; prints what happened as JSON.

dbus-run-session -- python tests/ui/tray_desktop.py HOME          (needs an X server in DISPLAY)
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

ROOT = Path(__file__).resolve().parents[2]
_WATCHER, _NOTICES = "org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications"
_PROPERTIES, _MENU = "org.freedesktop.DBus.Properties", "com.canonical.dbusmenu"
_PATIENCE = 20.0
_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from safe_desktop.engine.homes import Home
from safe_desktop.ui.application import Program, make_application
home = Home(Path(sys.argv[1])); home.prepare()
def open_book(name):
    from safe_desktop.engine.workplace import opened
    return opened(home, name, environ={}, for_this_run=True)
app = make_application(["safe-desktop"])
program = Program(app, home, open_book)
program.begin()
QTimer.singleShot(2500, program.window.close)
sys.exit(app.exec())
"""


class Desktop:
    """What the program finds on the bus: a place for its icon, and one for its notices."""

    def __init__(self) -> None:
        self.item = ""
        self.notices: list[tuple[str, str]] = []

    def handle(self, message: Message) -> Message | None:
        """The answer to one call of the program."""
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.member == "RegisterStatusNotifierItem":
            self.item = message.sender or ""
            return Message.new_method_return(message)
        if message.interface == _PROPERTIES and message.path == "/StatusNotifierWatcher":
            known = {"IsStatusNotifierHostRegistered": Variant("b", True), "ProtocolVersion": Variant("i", 0)}
            if message.member == "GetAll":
                return Message.new_method_return(message, "a{sv}", [known])
            return Message.new_method_return(message, "v", [known.get(message.body[1], Variant("i", 0))])
        if message.member == "Notify":
            self.notices.append((message.body[3], message.body[4]))
            return Message.new_method_return(message, "u", [len(self.notices)])
        if message.member == "GetCapabilities":
            return Message.new_method_return(message, "as", [["body", "actions"]])
        if message.member == "GetServerInformation":
            return Message.new_method_return(message, "ssss", ["test", "test", "1", "1.2"])
        return None


async def ask(bus: MessageBus, message: Message) -> list[object]:
    """The body of the answer."""
    answer = await asyncio.wait_for(bus.call(message), _PATIENCE)
    assert answer is not None
    assert answer.message_type is MessageType.METHOD_RETURN, answer.body
    return list(answer.body)


async def until(desktop: Desktop, what: str) -> None:
    """Wait until the desktop has seen it."""
    for _ in range(int(_PATIENCE * 20)):
        if getattr(desktop, what):
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(what)


async def menu_of(bus: MessageBus, item: str, path: str) -> dict[str, int]:
    """The words of the menu with their numbers."""
    body = [0, -1, []]
    layout = await ask(bus, Message(item, path, _MENU, "GetLayout", signature="iias", body=body))
    root = layout[1]
    assert isinstance(root, (list, tuple))
    found = {}
    for child in root[2]:
        number, properties, _ = child.value
        if "label" in properties:
            found[properties["label"].value.replace("_", "")] = number
    return found


async def main(home: str) -> dict[str, object]:
    """Start the program, look at its icon, take its notice, and quit it from its menu."""
    desktop = Desktop()
    bus = await MessageBus().connect()
    bus.add_message_handler(desktop.handle)
    for name in (_WATCHER, _NOTICES):
        await bus.request_name(name)
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", _PROGRAM, home, cwd=ROOT, env=dict(os.environ))
    await until(desktop, "item")
    item_path = "/StatusNotifierItem"
    asked = Message(desktop.item, item_path, _PROPERTIES, "GetAll", signature="s", body=["org.kde.StatusNotifierItem"])
    (properties,) = await ask(bus, asked)
    assert isinstance(properties, dict)
    # A notice takes the tooltip's place for a while, so it comes after that.
    await until(desktop, "notices")
    menu_path = properties["Menu"].value
    menu = await menu_of(bus, desktop.item, menu_path)
    click = [menu["Quit and stop syncing"], "clicked", Variant("i", 0), 0]
    await ask(bus, Message(desktop.item, menu_path, _MENU, "Event", signature="isvu", body=click))
    code = await asyncio.wait_for(program.wait(), _PATIENCE)
    return {
        "tooltip": [properties["ToolTip"].value[2], properties["ToolTip"].value[3]],
        "sizes": [picture[0] for picture in properties["IconPixmap"].value],
        "menu": list(menu),
        "notices": desktop.notices,
        "code": code,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1]))))
