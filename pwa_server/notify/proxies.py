"""Through which proxy of the office a connection goes out, where the office has one."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # in the standard library, not in its types

from pwa_server.settings import BadSettings, Settings


@dataclass(frozen=True)
class Proxies:
    """`push` is for push services alone, `https` for everything over https; `not_for` names hosts that are asked directly."""

    push: str = ""
    https: str = ""
    not_for: str = ""

    def for_push(self, url: str) -> str:
        """The proxy for a push service, or ''."""
        return self._unless_spared(url, self.push) or self.for_https(url)

    def for_https(self, url: str) -> str:
        """The proxy for any other address, or ''. What is not https goes directly."""
        return self._unless_spared(url, self.https if urlsplit(url).scheme == "https" else "")

    def _unless_spared(self, url: str, proxy: str) -> str:
        host = urlsplit(url).hostname or ""
        return "" if self.not_for and proxy_bypass_environment(host, {"no": self.not_for}) else proxy

    def require_usable(self) -> None:
        """Raise BadSettings for a kind of proxy that we don't speak to."""
        for name, proxy in (("PUSH_PROXY", self.push), ("HTTPS_PROXY", self.https)):
            parts = urlsplit(proxy)
            if proxy and (parts.scheme != "http" or not parts.hostname):
                raise BadSettings(f"{name} must look like http://proxy.kreis-beispiel.de:3128, not {parts.scheme}://…")


def proxies_of(settings: Settings) -> Proxies:
    """As the settings say; `proxy:3128` means `http://proxy:3128`, as everywhere."""

    def whole(proxy: str) -> str:
        return proxy if "://" in proxy or not proxy else f"http://{proxy}"

    return Proxies(whole(settings.push_proxy), whole(settings.https_proxy), settings.no_proxy)


def named(proxy: str) -> str:
    """Host and port, without the password that may stand before them."""
    return urlsplit(proxy).netloc.rpartition("@")[2]
