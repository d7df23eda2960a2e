"""A real Caddy and a real nginx with the settings that are delivered, on ports of the test and with certificates of their own."""

from __future__ import annotations

import datetime
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.release.machine import NAME, Machine
from tests.support.waiting import free_port, until

CADDY_PROGRAM, NGINX_PROGRAM = "/usr/bin/caddy", "/usr/sbin/nginx"
CADDY = """{{
	admin off
	http_port {http}
	https_port {https}
	local_certs
	skip_install_trust
	storage file_system {folder}/caddy
	grace_period 1s
}}
import {settings}
"""
NGINX = """daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
    client_body_temp_path {folder}/nginx-1; proxy_temp_path {folder}/nginx-2; fastcgi_temp_path {folder}/nginx-3;
    uwsgi_temp_path {folder}/nginx-4; scgi_temp_path {folder}/nginx-5;
    include {folder}/site.conf;
}}
"""


class Proxy:
    """What stands in front: its ports, and the authority whose certificates it shows."""

    def __init__(self, name: str, authority: Path) -> None:
        self.name, self.authority = name, authority
        self.http_port, self.https_port = free_port(), free_port()

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def browser(self) -> httpx2.Client:
        """Opens pages of the name over TLS, as a browser with its own cookies does."""
        return httpx2.Client(
            transport=_ToName(self.context()),
            base_url=f"https://127.0.0.1:{self.https_port}",
            headers={"Host": NAME, "Sec-Fetch-Site": "same-origin"},
            timeout=30,
        )

    def connected(self, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.https_port), 10)
        try:
            return (context or self.context()).wrap_socket(plain, server_hostname=NAME)
        except BaseException:
            plain.close()
            raise

    def answers(self) -> bool:
        try:
            with closing(self.connected()):
                return True
        except OSError:
            return False


class _ToName(httpx2.HTTPTransport):
    """Goes to this machine and asks for the name, as if it stood in the net's list of names."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(verify=context)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions = {**request.extensions, "sni_hostname": NAME}
        return super().handle_request(request)


@contextmanager
def _running(proxy: Proxy, command: list[str], log: Path) -> Iterator[Proxy]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        until(lambda: process.poll() is not None or proxy.answers(), proxy.name, 20)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def caddy(machine: Machine) -> Iterator[Proxy]:
    """With its internal authority instead of a public one; the rest is what the page has put into /etc/caddy."""
    folder = machine.root.parent
    proxy = Proxy("caddy", folder / "caddy/pki/authorities/local/root.crt")
    config = folder / "Caddyfile"
    settings = machine.path("/etc/caddy/Caddyfile")
    settings.write_text(machine.moved(settings.read_text(encoding="utf-8")), encoding="utf-8")
    config.write_text(
        CADDY.format(http=proxy.http_port, https=proxy.https_port, folder=folder, settings=settings), encoding="utf-8"
    )
    with _running(
        proxy, [CADDY_PROGRAM, "run", "--config", str(config), "--adapter", "caddyfile"], folder / "caddy.log"
    ) as running:
        yield running


@contextmanager
def nginx(machine: Machine) -> Iterator[Proxy]:
    """With a certificate that the test has made."""
    folder = machine.root.parent
    proxy = Proxy("nginx", folder / "nginx.crt")
    _write_certificate(proxy.authority, folder / "nginx.key")
    site = machine.moved(machine.path("/opt/wegplan/current/nginx.conf").read_text(encoding="utf-8"))
    for ours, there in {
        "listen [::]": "#",
        "listen 443": f"listen 127.0.0.1:{proxy.https_port}",
        "listen 80": f"listen 127.0.0.1:{proxy.http_port}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(proxy.authority),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(folder / "nginx.key"),
    }.items():
        moved = machine.moved(ours)
        assert moved in site, ours
        site = site.replace(moved, there)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder), encoding="utf-8")
    with _running(
        proxy, [NGINX_PROGRAM, "-c", str(config), "-e", str(folder / "nginx.log")], folder / "nginx.out"
    ) as running:
        yield running


def _write_certificate(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
