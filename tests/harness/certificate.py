"""A certificate authority and server certificates, made by the openssl command."""

import base64
import hashlib
import subprocess
from dataclasses import dataclass
from pathlib import Path


def _openssl(*arguments: object) -> None:
    result = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True,
                            check=False)
    if result.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {result.stderr.strip()}")


def _new_key(path: Path, kind: str) -> None:
    if kind == "rsa":
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
    else:
        _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-out", path)
    path.chmod(0o600)


@dataclass
class Certificate:
    certificate: Path
    key: Path

    def public_key_hash(self) -> str:
        """SHA-256 of the public key in base64, by which Chromium can be told to trust it. A page
        that it does not trust it never keeps, so Back would lead nowhere."""
        der = subprocess.run(["openssl", "pkey", "-in", self.key, "-pubout", "-outform", "DER"],
                             capture_output=True, check=True).stdout
        return base64.b64encode(hashlib.sha256(der).digest()).decode()


class Authority:
    """A CA of its own in a folder; `ca` is the file that clients trust."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca = folder / "ca.pem"
        self._key = folder / "ca-key.pem"
        _new_key(self._key, "ec")
        _openssl("req", "-x509", "-new", "-key", self._key, "-sha256", "-days", 30,
                 "-subj", "/CN=surveyd test authority", "-out", self.ca,
                 "-addext", "basicConstraints=critical,CA:TRUE",
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def issue(self, name: str = "server", kind: str = "ec",
              names: tuple[str, ...] = ("DNS:localhost", "IP:127.0.0.1", "IP:::1"),
              days: int = 30) -> Certificate:
        """A server certificate for these names. `days` may be negative: expired."""
        made = Certificate(self.folder / f"{name}.pem", self.folder / f"{name}-key.pem")
        request = self.folder / f"{name}.csr"
        extensions = self.folder / f"{name}.ext"
        _new_key(made.key, kind)
        extensions.write_text(
            "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n"
            "keyUsage=critical,digitalSignature\n"
            f"subjectAltName={','.join(names)}\n", encoding="utf8")
        _openssl("req", "-new", "-key", made.key, "-subj", "/CN=localhost", "-out", request)
        _openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self._key,
                 "-CAcreateserial", "-sha256", "-days", days, "-extfile", extensions,
                 "-out", made.certificate)
        return made
