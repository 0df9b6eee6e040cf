"""A real timestamp authority for the tests: `openssl ts` behind a small HTTP server."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
oid_section = oids
[ oids ]
our_policy = 1.3.6.1.4.1.99999.7
[ dn ]
[ req ]
distinguished_name = dn
[ tsa ]
default_tsa = t
[ t ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
{certs}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = our_policy
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ tsa_ext ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ ca_ext ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


class Authority:
    """An authority with a root of its own in `folder`."""

    def __init__(self, folder: Path, *, sends_root: bool = False) -> None:
        """Make keys and certificates; with `sends_root` the replies hold them out of order."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.root = folder / "root.pem"
        certs = f"certs = {self.root}" if sends_root else ""
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, certs=certs), "utf-8")
        (folder / "serial").write_text("01\n", "utf-8")
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        self._openssl(
            *("req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem"),
            *("-days", "3650", "-subj", "/O=Lab/CN=Lab root", "-extensions", "ca_ext"),
            *("-config", "tsa.cnf"),
        )
        self._openssl(
            *("req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr"),
            *("-subj", "/O=Lab/CN=Lab authority", "-config", "tsa.cnf"),
        )
        self._openssl(
            *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-CAcreateserial", "-days", "3650", "-extfile", "tsa.cnf"),
            *("-extensions", "tsa_ext", "-out", "tsa.pem"),
        )

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def reply(self, request: bytes) -> bytes:
        """Return the signed reply to a request."""
        (self.folder / "q.tsq").write_bytes(request)
        self._openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"
        )
        return (self.folder / "r.tsr").read_bytes()

    @contextmanager
    def served(self) -> Iterator[str]:
        """Answer at an address of this machine, which is yielded."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = self.rfile.read(int(self.headers["Content-Length"]))
                answer = authority.reply(asked)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *words: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
