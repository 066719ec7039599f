"""The processor: its name for people, and the families by which courses ask for it."""

from __future__ import annotations

import ctypes
import platform
import sys
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
_FAMILIES = {
    "x86_64": "x86-64",
    "amd64": "x86-64",
    "aarch64": "arm64",
    "arm64": "arm64",
    "i386": "x86",
    "i686": "x86",
    "x86": "x86",
}


def processor_name() -> tuple[str | None, str]:
    name = _name()
    return (name, "the processor's own name") if name else (None, "The processor does not give its name.")


def processor_families() -> tuple[str | None, str]:
    """Words joined by spaces: the instruction set, and `intel` or `amd` where the maker is known."""
    family = _FAMILIES.get(platform.machine().lower())
    if family is None:
        return None, "The processor is of a family that this program does not know."
    return " ".join((family, *_maker(_name()))), "the processor's families"


def _maker(name: str) -> tuple[str, ...]:
    words = name.lower()
    if "intel" in words:
        return ("intel",)
    return ("amd",) if "amd" in words else ()


def _name() -> str:
    if sys.platform == "linux":
        return _linux_name()
    return _mac_name() if sys.platform == "darwin" else _windows_name()


def _linux_name() -> str:
    lines = CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _mac_name() -> str:
    """What `sysctl machdep.cpu.brand_string` says."""
    system = ctypes.CDLL(None)
    text, size = ctypes.create_string_buffer(256), ctypes.c_size_t(256)
    failed = system.sysctlbyname(b"machdep.cpu.brand_string", text, ctypes.byref(size), None, 0)
    return "" if failed else text.value.decode("utf-8", errors="replace").strip()


def _windows_name() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - this module exists on Windows alone

        place = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()
    return platform.processor()
