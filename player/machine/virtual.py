"""Whether a computer is a virtual machine, by what its hardware calls itself."""

from __future__ import annotations

import re

_VIRTUAL = re.compile(
    r"qemu|kvm|vmware|virtualbox|innotek|xen\b|bochs|parallels|virtual (?:machine|platform)|openstack|"
    r"google compute|amazon ec2|apple virtualization|bhyve|cloud hypervisor|firecracker",
    re.IGNORECASE,
)
_BARE = ".metal"
"""In the name of a machine for rent that is a whole one."""


def is_virtual(names: str) -> bool:
    """`names`: what maker, product, board and firmware are called, as far as the system tells."""
    return _VIRTUAL.search(names) is not None and _BARE not in names
