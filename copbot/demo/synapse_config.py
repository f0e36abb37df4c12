"""The configuration of the embedded Synapse: loopback only, nothing goes out, no limits unless they are asked for.

Synapse reads YAML, and JSON is YAML, so no YAML library is needed to write it.
"""

import base64
import json
import secrets
from pathlib import Path
from typing import Any

_PLENTY = {"per_second": 100_000, "burst_count": 100_000}

GENEROUS_LIMITS: dict[str, Any] = {
    "rc_message": _PLENTY,
    "rc_registration": _PLENTY,
    "rc_registration_token_validity": _PLENTY,
    "rc_login": {"address": _PLENTY, "account": _PLENTY, "failed_attempts": _PLENTY},
    "rc_admin_redaction": _PLENTY,
    "rc_joins": {"local": _PLENTY, "remote": _PLENTY},
    "rc_joins_per_room": _PLENTY,
    "rc_invites": {"per_room": _PLENTY, "per_user": _PLENTY, "per_issuer": _PLENTY},
    "rc_room_creation": _PLENTY,
    "rc_key_requests": _PLENTY,
    "rc_third_party_invite": _PLENTY,
    "rc_media_create": _PLENTY,
    "rc_delayed_event_mgmt": _PLENTY,
    "rc_reports": _PLENTY,
    "rc_user_directory": _PLENTY,
    "rc_profile": _PLENTY,
}
"""Every limit of Synapse's that one local server with local clients can run into, far out of reach."""

WITHOUT_ERRANDS: dict[str, Any] = {
    "stats": {"enabled": False},
    "user_directory": {"enabled": False},
    "push": {"enabled": False},
}
"""Nothing done beside what clients ask for: no counting, no directory of people, no telling telephones."""

_KEPT = ("registration_shared_secret", "macaroon_secret_key", "form_secret", "signing_key")


def write_config(folder: Path, *, server_name: str, port: int, default_limits: bool, errands: bool) -> Path:
    """Writes the configuration into the data folder (mode 0600) and returns its path; without `errands`, see there.

    Secrets of an earlier configuration in the same folder are kept, so that its accounts stay valid.
    """
    path = folder / "homeserver.json"
    log_path = folder / "logging.json"
    log_path.write_text(json.dumps(_logging()))
    config = {
        "server_name": server_name,
        "listeners": [
            {
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "port": port,
                "tls": False,
                # Without "federation" and "keys" no other server can talk to this one.
                "resources": [{"names": ["client"], "compress": False}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "log_config": str(log_path),
        "no_redirect_stdio": True,
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "url_preview_enabled": False,
        "presence": {"enabled": False},
        # The passwords here are made up; hashing them slowly would only cost time.
        "bcrypt_rounds": 4,
        **(_secrets_of(path) or _new_secrets()),
    }
    if not default_limits:
        config |= GENEROUS_LIMITS
    if not errands:
        config |= WITHOUT_ERRANDS
    path.touch(mode=0o600)
    path.write_text(json.dumps(config, indent=1))
    return path


def shared_secret(path: Path) -> str:
    """The secret with which accounts are registered at the server of this configuration."""
    return str(json.loads(path.read_text())["registration_shared_secret"])


def _secrets_of(path: Path) -> dict[str, str] | None:
    if not path.exists():
        return None
    written = json.loads(path.read_text())
    return {name: written[name] for name in _KEPT}


def _new_secrets() -> dict[str, str]:
    fresh = {name: secrets.token_urlsafe(32) for name in _KEPT}
    seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    return fresh | {"signing_key": f"ed25519 a_demo {seed}"}


def _logging() -> dict[str, Any]:
    return {
        "version": 1,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            # Its banner at every start, and its regret that nobody waits for "stopping", would fill the end of the log.
            "synapse.config.logger": {"level": "ERROR"},
            "synapse.app._base": {"level": "ERROR"},
        },
        "disable_existing_loggers": False,
    }
