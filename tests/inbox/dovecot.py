"""A real IMAP server, Dovecot 2.3 or 2.4, with a configuration of its own: no root, no system folder, any user, one
password.
"""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from tests.inbox.running import free_port

PASSWORD = "Smörgåsbord-7"
# Debian keeps it where ordinary users do not look.
BINARY = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
# In CI a missing server is an error, never a reason to skip.
needs_dovecot = pytest.mark.skipif(
    BINARY is None and not os.environ.get("CI"), reason="no Dovecot on this machine: only CI needs one"
)
COMMON = """
base_dir = {here}/run
state_dir = {here}/run
log_path = {here}/log
protocols = imap
listen = 127.0.0.1
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
ssl = yes
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
"""
V23 = """
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
mail_location = maildir:~/Maildir
disable_plaintext_auth = no
ssl_cert = <{here}/cert.pem
ssl_key = <{here}/key.pem
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={here}/home/%u
}}
"""
# As at many hosting companies: a person's folders stand below INBOX.
BELOW = """
namespace inbox {{
  inbox = yes
  prefix = {below}
  separator = .
}}
"""
# Whoever comes with a token: its provider is asked who that is.
OAUTH23 = """
auth_mechanisms = plain xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {here}/oauth2.conf.ext
}}
"""
OAUTH23_EXT = """
introspection_mode = post
introspection_url = {oauth_url}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""
OAUTH24 = """
auth_mechanisms = plain xoauth2 oauthbearer
oauth2 {{
  introspection_mode = post
  introspection_url = {oauth_url}/introspect
  username_attribute = username
  active_attribute = active
  active_value = true
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
"""
V24 = """
mail_driver = maildir
mail_path = ~/Maildir
auth_allow_cleartext = yes
ssl_server_cert_file = {here}/cert.pem
ssl_server_key_file = {here}/key.pem
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {here}/home/%{{user}}
  }}
}}
"""


@dataclass
class Dovecot:
    """A running server. `cert` is its own authority."""

    port: int
    tls_port: int
    cert: Path

    @contextmanager
    def mailbox(self, user: str) -> Iterator[IMAPClient]:
        """Give a connection of somebody who reads their mail."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20) as client:
            client.plain_login(user, PASSWORD)
            yield client

    def put(self, user: str, *messages: bytes, folder: str = "INBOX") -> None:
        """Let messages arrive."""
        with self.mailbox(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for message in messages:
                client.append(folder, message)

    def count(self, user: str, folder: str = "INBOX") -> int:
        """Count what lies in a folder; 0 where there is none."""
        with self.mailbox(user) as client:
            return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"]) if client.folder_exists(folder) else 0


@contextmanager
def dovecot(oauth_url: str = "", below: str = "") -> Iterator[Dovecot]:
    """Run one until the end of the block; as root it runs as `nobody`, for it gives root no mail. With `oauth_url`
    (tests/inbox/provider.py) it takes that provider's tokens as well; `below` is what all folders' names begin with.
    """
    me = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
    here = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        running = Dovecot(free_port(), free_port(), here / "cert.pem")
        _certificate(here)
        _configure(here, running, me, oauth_url, below)
        for path in (here, *here.iterdir()):
            os.chown(path, me.pw_uid, me.pw_gid)
        who = {} if os.getuid() else {"user": me.pw_uid, "group": me.pw_gid, "extra_groups": []}
        command = [str(BINARY), "-F", "-c", str(here / "dovecot.conf")]
        with subprocess.Popen(command, **who) as process:  # type: ignore[call-overload]
            try:
                _wait(process, running.port, here / "log")
                yield running
            finally:
                process.terminate()
                process.wait(timeout=20)
    finally:
        shutil.rmtree(here, ignore_errors=True)


def version() -> tuple[int, int]:
    """Give its version."""
    said = subprocess.run([str(BINARY), "--version"], capture_output=True, text=True, check=True).stdout
    first, second = said.split(".")[:2]
    return int(first), int(second)


def _configure(here: Path, running: Dovecot, me: pwd.struct_passwd, oauth_url: str, below: str) -> None:
    head, own, oauth = ("", V23, OAUTH23) if version() < (2, 4) else (_versions_line(), V24, OAUTH24)
    values = {
        "here": here,
        "user": me.pw_name,
        "group": grp.getgrgid(me.pw_gid).gr_name,
        "uid": me.pw_uid,
        "gid": me.pw_gid,
        "port": running.port,
        "tls_port": running.tls_port,
        "password": PASSWORD,
        "oauth_url": oauth_url,
        "below": below,
    }
    if oauth_url:
        own = oauth + own
        (here / "oauth2.conf.ext").write_text(OAUTH23_EXT.format(**values))
    if below:
        own += BELOW
    (here / "dovecot.conf").write_text(head + (COMMON + own).format(**values))
    (here / "home").mkdir()


def _versions_line() -> str:
    number = ".".join(map(str, version())) + ".0"
    return f"dovecot_config_version = {number}\ndovecot_storage_version = {number}\n"


def _certificate(here: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (here / "cert.pem").write_bytes(cert.public_bytes(pem))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (here / "key.pem").write_bytes(secret)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = monotonic() + 20
    while monotonic() < until:  # another process is at work
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        if process.poll() is not None:
            break
        sleep(0.05)
    raise RuntimeError(f"Dovecot does not start: {log.read_text() if log.exists() else process.returncode}")
