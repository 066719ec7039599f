"""Linux computers as data: the files that their kernels show, what their sound servers say, and what is known of them.

Put together from what such computers were seen to show; a kernel shows far more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Values = Mapping[str, str | None]

LAPTOP_SINKS = """Sink #55
	State: SUSPENDED
	Name: alsa_output.pci-0000_00_1f.3.analog-stereo
	Description: Built-in Audio Analog Stereo
	Driver: PipeWire
	Sample Specification: s32le 2ch 48000Hz
	Channel Map: front-left,front-right
	Properties:
		factory.name = "api.alsa.pcm.sink"
		device.class = "sound"
	Ports:
		analog-output-speaker: Speakers (type: Speaker, priority: 10000, availability unknown)
		analog-output-headphones: Headphones (type: Headphones, priority: 9900, not available)
	Active Port: analog-output-speaker
	Formats:
		pcm
Sink #61
	State: RUNNING
	Name: bluez_output.00_11_22_33_44_55.1
	Description: Headset
	Driver: PipeWire
	Sample Specification: s16le 2ch 48000Hz
	Properties:
		factory.name = "api.bluez5.a2dp.sink"
	Ports:
		headset-output: Headset (type: Headset, priority: 0, available)
	Active Port: headset-output
"""
DESKTOP_SINKS = """Sink #0
	State: IDLE
	Name: alsa_output.pci-0000_00_1b.0.analog-stereo
	Driver: module-alsa-card.c
	Sample Specification: s16le 2ch 44100Hz
	Ports:
		analog-output-lineout: Line Out (type: Line, priority: 9000, not available)
	Active Port: analog-output-lineout
"""
NULL_SINKS = """Sink #0
	State: IDLE
	Name: auto_null
	Description: Dummy Output
	Driver: PipeWire
	Sample Specification: s16le 2ch 44100Hz
Sink #1
	State: IDLE
	Name: mine
	Driver: module-null-sink.c
	Sample Specification: float32le 2ch 44100Hz
Sink #2
	State: IDLE
	Name: staged
	Driver: PipeWire
	Sample Specification: float32le 2ch 44100Hz
	Properties:
		factory.name = "support.null-audio-sink"
"""
CODEC = """Codec: Realtek ALC285
Default PCM:
    rates [0x560]: 44100 48000 96000 192000
    bits [0x1e]: 16 20 24 32
Node 0x02 [Audio Output] wcaps 0x41d: Stereo Amp-Out
  Control: name="Speaker Playback Volume", index=0, device=0
  PCM:
    rates [0x40]: 48000
    bits [0xe]: 16 20 24
    formats [0x1]: PCM
Node 0x08 [Audio Input] wcaps 0x10051b: Stereo Amp-In
  PCM:
    rates [0x560]: 44100 48000 96000 192000
    bits [0x1e]: 16 20 24 32
    formats [0x1]: PCM
"""
USB_STREAM = """Logitech USB Headset at usb-0000:00:14.0-2, full speed : USB Audio

Playback:
  Status: Stop
  Interface 1
    Altset 1
    Format: S16_LE
    Channels: 2
    Rates: 44100, 48000

Capture:
  Status: Stop
  Interface 2
    Altset 1
    Format: S24_3LE
    Channels: 1
"""
PCI_IDS = """#
# List of PCI ID's
8086  Intel Corporation
	3ea0  WhiskeyLake-U GT2 [UHD Graphics 620]
		1028 08b9  Latitude 7300
1002  Advanced Micro Devices, Inc. [AMD/ATI]
	73bf  Navi 21 [Radeon RX 6800/6800 XT]
		8086 3ea0  not this one
C 00  Unclassified device
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A computer: the files that its kernel shows, what it is made for, what its sound server says, what is known.

    `display`: how large the display is that programs draw on; None where it does not answer.
    """

    machine: str
    files: Mapping[str, str]
    known: Values
    sinks: str | None = None
    environment: Mapping[str, str] | None = None
    display: tuple[int, int] | None = None


def pcm(name: str) -> str:
    return f"card: 0\ndevice: 0\nsubdevice: 0\nstream: PLAYBACK\nid: {name}\nname: {name}\nsubdevices_count: 1\n"


MACHINES: Mapping[str, Recorded] = {
    "a laptop of Intel's with headphones by radio": Recorded(
        machine="x86_64",
        environment={"PULSE_SERVER": "unix:/run/user/1000/pulse/native"},
        sinks=LAPTOP_SINKS,
        files={
            "etc/os-release": 'NAME="Ubuntu"\nPRETTY_NAME="Ubuntu 24.04.1 LTS"\n',
            "proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
            "proc/cpuinfo": "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\n"
            "model name\t: Intel(R) Core(TM) i5-8265U CPU @ 1.60GHz\ncpu MHz\t\t: 800.023\nflags\t\t: fpu lm pni\n",
            "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "3900000\n",
            "sys/devices/system/cpu/cpu1/cpufreq/cpuinfo_max_freq": "3800000\n",
            "sys/class/drm/card0/device/vendor": "0x8086\n",
            "sys/class/drm/card0/device/device": "0x3ea0\n",
            "sys/class/drm/card0-eDP-1/status": "connected\n",
            "sys/class/drm/card0-eDP-1/modes": "1920x1080\n1600x900\n1366x768\n",
            "sys/class/drm/card0-DP-1/status": "disconnected\n",
            "sys/class/drm/card0-DP-1/modes": "",
            "usr/share/misc/pci.ids": PCI_IDS,
            "sys/class/dmi/id/sys_vendor": "Dell Inc.\n",
            "sys/class/dmi/id/product_name": "Latitude 7300\n",
            "proc/asound/cards": " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      at 0xe1\n",
            "proc/asound/card0/pcm0p/info": pcm("ALC285 Analog"),
            "proc/asound/card0/pcm0c/info": pcm("ALC285 Analog"),
            "proc/asound/card0/pcm3p/info": pcm("HDMI 0"),
            "proc/asound/card0/pcm7p/info": pcm("HDMI 1"),
            "proc/asound/card0/eld#2.0": "monitor_present\t\t0\neld_valid\t\t0\n",
            "proc/asound/card0/eld#2.1": "monitor_present\t\t0\neld_valid\t\t0\n",
            "proc/asound/card0/codec#0": CODEC,
        },
        known={
            "os.name": "Ubuntu 24.04.1 LTS",
            "os.version": "6.8.0",
            "os.virtual": "no",
            "cpu.name": "Intel(R) Core(TM) i5-8265U CPU @ 1.60GHz",
            "cpu.families": "x86-64 intel",
            "cpu.clock": "3900 MHz",
            "gpu.name": "Intel Corporation WhiskeyLake-U GT2 [UHD Graphics 620]",
            "gpu.memory": None,
            "screen.width": "1920 px",
            "screen.height": "1080 px",
            "sound.outputs": "2",
            "sound.bits": "24 bit",
        },
    ),
    "a desk computer with AMD's graphics, two screens of which one can sound, and nothing in its jack": Recorded(
        machine="x86_64",
        environment={},
        files={
            "usr/lib/os-release": "PRETTY_NAME='Debian GNU/Linux 13 (trixie)'\n",
            "proc/sys/kernel/osrelease": "6.12.41+deb13-amd64\n",
            "proc/cpuinfo": "vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 33\n"
            "model name\t: AMD Ryzen 7 5800X 8-Core Processor\ncpu MHz\t\t: 2200.000\nflags\t\t: fpu lm\n",
            "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "4850194\n",
            "sys/class/drm/card1/device/vendor": "0x1002\n",
            "sys/class/drm/card1/device/device": "0x73bf\n",
            "sys/class/drm/card1/device/mem_info_vram_total": "17163091968\n",
            "sys/class/drm/card1-DP-1/status": "connected\n",
            "sys/class/drm/card1-DP-1/modes": "1280x1024\n1024x768\n",
            "sys/class/drm/card1-DP-2/status": "disconnected\n",
            "sys/class/drm/card1-DP-2/modes": "3840x2160\n",
            "sys/class/drm/card1-HDMI-A-1/status": "connected\n",
            "sys/class/drm/card1-HDMI-A-1/modes": "2560x1440\n1920x1080\n1920x1080i\n",
            "sys/class/drm/card1-Writeback-1/status": "unknown\n",
            "sys/class/drm/card1-Writeback-1/modes": "8192x8192\n",
            "usr/share/hwdata/pci.ids": PCI_IDS,
            "sys/class/dmi/id/sys_vendor": "Gigabyte Technology Co., Ltd.\n",
            "proc/asound/cards": " 0 [HDMI           ]: HDA-Intel - HDA ATI HDMI\n"
            " 1 [Loopback       ]: Loopback - Loopback\n",
            "proc/asound/card0/pcm3p/info": pcm("HDMI 0"),
            "proc/asound/card0/pcm7p/info": pcm("HDMI 1"),
            "proc/asound/card0/eld#0.0": "monitor_present\t\t1\neld_valid\t\t1\n",
            "proc/asound/card0/eld#0.1": "monitor_present\t\t0\neld_valid\t\t0\n",
            "proc/asound/card1/pcm0p/info": pcm("Loopback PCM"),
        },
        known={
            "os.name": "Debian GNU/Linux 13 (trixie)",
            "os.version": "6.12.41",
            "os.virtual": "no",
            "cpu.families": "x86-64 amd",
            "cpu.clock": "4850 MHz",
            "gpu.name": "Advanced Micro Devices, Inc. [AMD/ATI] Navi 21 [Radeon RX 6800/6800 XT]",
            "gpu.memory": "16368 MB",
            "screen.width": "2560 px",
            "screen.height": "1440 px",
            "sound.outputs": "1",
            "sound.bits": None,
        },
    ),
    "a virtual machine without sound": Recorded(
        machine="x86_64",
        environment={},
        files={
            "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
            "proc/sys/kernel/osrelease": "6.1.0-25-amd64\n",
            "proc/cpuinfo": "vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
            "model name\t: Intel Xeon Processor (Cascadelake)\ncpu MHz\t\t: 2394.374\nflags\t\t: fpu lm hypervisor\n",
            "sys/class/drm/card0/device/vendor": "0x1234\n",
            "sys/class/drm/card0/device/device": "0x1111\n",
            "sys/class/drm/card0-Virtual-1/status": "connected\n",
            "sys/class/drm/card0-Virtual-1/modes": "1024x768\n1920x1080\n",
            "sys/class/dmi/id/sys_vendor": "QEMU\n",
            "proc/asound/cards": "--- no soundcards ---\n",
        },
        known={
            "os.virtual": "yes",
            "cpu.families": "x86-64 intel",
            "cpu.clock": "2394 MHz",
            "gpu.name": "QEMU graphics",
            "gpu.memory": None,
            "screen.width": "1024 px",
            "screen.height": "768 px",
            "sound.outputs": "0",
            "sound.bits": None,
        },
    ),
    "a small computer with an ARM processor": Recorded(
        machine="aarch64",
        environment={},
        files={
            "etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
            "proc/sys/kernel/osrelease": "6.6.31+rpt-rpi-v8\n",
            "proc/cpuinfo": "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid\n"
            "CPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd08\n\nRevision\t: c03114\n",
            "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.4\0",
            "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "1800000\n",
            "sys/class/drm/card0/device/of_node/compatible": "brcm,2711-v3d\0",
            "proc/asound/cards": " 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n"
            " 1 [vc4hdmi0       ]: vc4-hdmi - vc4-hdmi-0\n",
            "proc/asound/card0/pcm0p/info": pcm("bcm2835 Headphones"),
            "proc/asound/card1/pcm0p/info": pcm("MAI PCM i2s-hifi-0"),
        },
        known={
            "os.virtual": None,
            "cpu.name": "Raspberry Pi 4 Model B Rev 1.4",
            "cpu.families": "arm64",
            "cpu.clock": "1800 MHz",
            "gpu.name": "brcm,2711-v3d",
            "gpu.memory": None,
            "sound.outputs": "2",
            "sound.bits": None,
        },
    ),
    "a computer of the year 2000 with a headset plugged in": Recorded(
        machine="i686",
        environment={"DISPLAY": ":0"},
        display=(1024, 768),
        files={
            "etc/os-release": "PRETTY_NAME=antiX\n",
            "proc/sys/kernel/osrelease": "4.9.326-antix.1-486-smp\n",
            "proc/cpuinfo": "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 8\n"
            "model name\t: Pentium III (Coppermine)\ncpu MHz\t\t: 796.542\nflags\t\t: fpu vme mmx fxsr sse\n",
            "sys/class/drm/card0/device/vendor": "0x102b\n",
            "sys/class/drm/card0/device/device": "0x0525\n",
            "proc/asound/cards": " 0 [I82801AA       ]: ICH - Intel 82801AA-ICH\n"
            " 1 [Headset        ]: USB-Audio - Headset\n",
            "proc/asound/card0/pcm0p/info": pcm("Intel ICH"),
            "proc/asound/card0/codec97#0/ac97#0-0": "0-0/0: Analog Devices AD1881A\n\nDAC resolution   : 16-bit\n",
            "proc/asound/card1/pcm0p/info": pcm("USB Audio"),
            "proc/asound/card1/stream0": USB_STREAM,
        },
        known={
            "os.name": "antiX",
            "os.version": "4.9.326",
            "os.virtual": "no",
            "cpu.families": "pentium-iii intel",
            "cpu.clock": "796 MHz",
            "gpu.name": "Matrox graphics (102b:0525)",
            "gpu.memory": None,
            "screen.width": "1024 px",
            "screen.height": "768 px",
            "sound.outputs": "2",
            "sound.bits": "16 bit",
        },
    ),
    "a system that shows nothing": Recorded(
        machine="",
        environment={},
        files={},
        known={
            "os.name": None,
            "os.version": None,
            "os.virtual": None,
            "cpu.name": None,
            "cpu.families": None,
            "cpu.clock": None,
            "gpu.name": None,
            "gpu.memory": None,
            "screen.width": None,
            "screen.height": None,
            "sound.outputs": "0",
            "sound.bits": None,
        },
    ),
}
