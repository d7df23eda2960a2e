"""Settings, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

JOURNAL = "restore-journal"
# `run` of an installed release says which one it is.
IS_INSTALLED = bool(os.environ.get("RELEASE"))
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class BadSettings(Exception):
    """The environment asks for something that would not be safe. The message names the variable."""


@dataclass(frozen=True)
class Settings:
    """Where things lie and who may be talked to. Times are seconds, folders absolute."""

    data_dir: Path
    key_dir: Path
    journal_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    public_origin: str = "http://127.0.0.1:8000"
    vapid_subject: str = "mailto:admin@example.org"
    push_test_origin: str = ""
    push_proxy: str = ""
    https_proxy: str = ""
    no_proxy: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    sms_url: str = ""
    trusted_proxy: str = "127.0.0.1"
    metrics_port: int = 0
    worker_metrics_port: int = 0
    demo_on_network: bool = False
    clock_starts_at: str = ""
    clock_is_right: bool = False
    release: str = ""
    service_worker: bool = True
    litestream_config: str = ""
    notify_socket: str = ""

    @property
    def database_path(self) -> Path:
        return self.data_dir / "wegplan.db"

    @property
    def journal_path(self) -> Path:
        """The restore journal: apart from the database, so that losing the one leaves the other."""
        return (self.journal_dir or self.key_dir) / JOURNAL

    @property
    def ways(self) -> frozenset[str]:
        """What reminders can go out by besides push: a channel without its setting does not exist."""
        there = {"email": self.smtp_url and self.mail_from, "sms": self.sms_url}
        return frozenset(way for way, setting in there.items() if setting)

    @property
    def passkey_site(self) -> str:
        """The name that passkeys belong to, or '' at a bare address: browsers make none there."""
        host = urlsplit(self.public_origin).hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return host
        return ""

    @property
    def secure(self) -> bool:
        """Whether cookies carry `Secure` and answers carry HSTS: everywhere but on a loopback origin without TLS."""
        return self.public_origin.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings of this process. Raises BadSettings."""
    data_dir = Path(environ.get("DATA_DIR", "data")).resolve()
    host = environ.get("HOST", "127.0.0.1")
    port = _port(environ.get("PORT", "8000"))
    settings = Settings(
        data_dir=data_dir,
        key_dir=Path(environ.get("KEY_DIR", "keys")).resolve(),
        journal_dir=Path(environ["JOURNAL_DIR"]).resolve() if environ.get("JOURNAL_DIR") else None,
        host=host,
        port=port,
        public_origin=environ.get("PUBLIC_ORIGIN", "").rstrip("/") or _own_origin(host, port),
        vapid_subject=environ.get("VAPID_SUBJECT", "mailto:admin@example.org"),
        push_test_origin=environ.get("PUSH_TEST_ORIGIN", "").rstrip("/"),
        push_proxy=environ.get("PUSH_PROXY", ""),
        https_proxy=environ.get("HTTPS_PROXY") or environ.get("https_proxy") or "",
        no_proxy=environ.get("NO_PROXY") or environ.get("no_proxy") or "",
        smtp_url=environ.get("SMTP_URL", ""),
        mail_from=environ.get("MAIL_FROM", ""),
        sms_url=environ.get("SMS_URL", ""),
        trusted_proxy=environ.get("TRUSTED_PROXY", "127.0.0.1"),
        metrics_port=_port(environ.get("METRICS_PORT") or "0", "METRICS_PORT", least=0),
        worker_metrics_port=_port(environ.get("WORKER_METRICS_PORT") or "0", "WORKER_METRICS_PORT", least=0),
        demo_on_network=environ.get("DEMO_ON_NETWORK") == "1",
        clock_starts_at=environ.get("WEGPLAN_NOW", ""),
        clock_is_right=environ.get("CLOCK_IS_RIGHT") == "1",
        release=environ.get("RELEASE", ""),
        service_worker=environ.get("SERVICE_WORKER") != "off",
        litestream_config=environ.get("LITESTREAM_CONFIG", ""),
        notify_socket=environ.get("NOTIFY_SOCKET", ""),
    )
    check(settings)
    return settings


def _port(text: str, name: str = "PORT", least: int = 1) -> int:
    if not text.isdecimal() or not least <= int(text) < 65536:
        raise BadSettings(f"{name} must be a number from 1 to 65535, not {text!r}")
    return int(text)


def _own_origin(host: str, port: int) -> str:
    if host not in LOOPBACK:
        raise BadSettings(
            "PUBLIC_ORIGIN is required when HOST is not a loopback address, for example https://plan.example.org"
        )
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def check(settings: Settings) -> None:
    """Raise BadSettings where an origin or a folder would not be safe."""
    origin = urlsplit(settings.public_origin)
    on_loopback = origin.hostname in LOOPBACK
    if origin.path or origin.query or not origin.hostname or (origin.scheme != "https" and not on_loopback):
        raise BadSettings("PUBLIC_ORIGIN must be an https origin without a path, or a loopback origin")
    if settings.key_dir == settings.data_dir or settings.data_dir in settings.key_dir.parents:
        raise BadSettings("KEY_DIR must lie outside DATA_DIR, so that a copy of the data does not carry its keys")
    journal = settings.journal_path.parent
    if journal == settings.data_dir or settings.data_dir in journal.parents:
        raise BadSettings("JOURNAL_DIR must lie outside DATA_DIR, so that what takes the one leaves the other")
    ports = [port for port in (settings.port, settings.metrics_port, settings.worker_metrics_port) if port]
    if len(set(ports)) < len(ports):
        raise BadSettings(
            "PORT, METRICS_PORT and WORKER_METRICS_PORT must differ: the last two are for this machine only"
        )
    if "*" in settings.trusted_proxy:
        raise BadSettings("TRUSTED_PROXY must name addresses: who is trusted may say where a request comes from")
    if settings.sms_url and ("{to}" not in settings.sms_url or "://" not in settings.sms_url):
        raise BadSettings("SMS_URL must be an Apprise URL with {to} where the telephone number stands")
    if settings.push_test_origin:
        test_origin = urlsplit(settings.push_test_origin)
        if not on_loopback or test_origin.hostname not in LOOPBACK or test_origin.path:
            raise BadSettings("PUSH_TEST_ORIGIN must be a loopback origin, and only where PUBLIC_ORIGIN is one")
    if settings.clock_starts_at:
        _check_clock(settings.clock_starts_at, on_loopback)


def _check_clock(clock_starts_at: str, on_loopback: bool) -> None:
    try:
        datetime.strptime(clock_starts_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadSettings("WEGPLAN_NOW must look like 2026-11-24T09:00:00Z") from error
    if not on_loopback:
        raise BadSettings("WEGPLAN_NOW is for tests: only where PUBLIC_ORIGIN is a loopback origin")
