"""Run by the system's Python, which has LibreOffice's module ``uno``: lines of
``accept|reject SOURCE TARGET`` from standard input, each answered by a line, with an office of its
own in the folder that the argument names."""

import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connect(folder: Path):
    pipe = f"zeroji{folder.name}"
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={folder.as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            return office, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start.")


def value(name: str, content):
    return PropertyValue(Name=name, Value=content)


def change(desktop, dispatcher, kind: str, source: str, target: str) -> None:
    hidden = (value("Hidden", True),)
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, hidden)
    frame = document.CurrentController.Frame
    command = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
    if kind in command:
        dispatcher.executeDispatch(frame, command[kind], "", 0, ())
    document.storeToURL(Path(target).as_uri(), (value("FilterName", "MS Word 2007 XML"),))
    document.close(True)


def main() -> None:
    office, context = connect(Path(sys.argv[1]))
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    try:
        for line in sys.stdin:
            change(desktop, dispatcher, *line.rstrip("\n").split("\t"))
            print("done", flush=True)
    finally:
        desktop.terminate()
        office.wait(20)


main()
