"""Reading a certificate in a process that has never signed one: nothing may hang on what signing imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from player.paper.signature import sign_pdf
from player.proof.keys import PrivateKey
from tests.paper.samples import PHYSICIAN, rendered

READ = """
import sys
from pathlib import Path
from player.paper.reading import read_certificate
sys.exit(0 if read_certificate(Path(sys.argv[1]).read_bytes()).intact else 1)
"""


def test_a_certificate_is_intact_for_a_program_that_only_reads(tmp_path: Path, root: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(sign_pdf(rendered(PHYSICIAN), key=PrivateKey.generate(), name="Example Academy (Carrel)"))
    assert subprocess.run([sys.executable, "-c", READ, str(file)], cwd=root, check=False).returncode == 0
