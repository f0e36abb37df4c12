"""The configuration is read whole, or everything that is wrong with it is told at once."""

from pathlib import Path

import pytest

from copbot.config import Config, ConfigError, load, parse
from copbot.core.records import Settings

SMALLEST = """\
[homeserver]
url = "http://localhost:8008"
user_id = "@copbot:localhost"
password_file = "secrets/password"

[bot]
data_dir = "data"
operator = "Stichting Voorbeeld"
contact = "privacy@voorbeeld.example"

[access]
invite_from = ["*:localhost"]
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    for name in ("password", "token"):
        file = tmp_path / "secrets" / name
        file.write_text("geheim\n")
        file.chmod(0o600)
    return tmp_path


def wrong(source: str, base: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(source, base)
    return [str(problem) for problem in caught.value.problems]


def with_bot(line: str) -> str:
    return SMALLEST.replace("\n[access]", f"{line}\n[access]")


def test_the_smallest_file_gives_every_default(base: Path) -> None:
    file = base / "config.toml"
    file.write_text(SMALLEST)
    config = load(file)
    assert config.homeserver.password_file == base / "secrets" / "password"
    assert config.bot.data_dir == base / "data"
    assert (config.bot.prefix, config.access.invites_per_hour, config.access.bots) == ("!", 60, ())
    assert (config.log.format, config.log.level) == ("console", "info")
    assert (config.bot.distress.nl, config.bot.distress.en) == (None, None)


def test_a_new_room_begins_as_the_core_says_unless_the_file_says_otherwise(base: Path) -> None:
    assert parse(SMALLEST, base).bot.for_new_rooms() == Settings()
    changed = with_bot(
        'language = "en"\ntimezone = "Europe/Brussels"\nquiet = "9:30 - 7.05"\nthreads = true\nturn_minutes = 3'
    )
    assert parse(changed, base).bot.for_new_rooms() == Settings(
        language="en", timezone="Europe/Brussels", quiet="09:30-07:05", threads=True, turn_minutes=3
    )


def test_settings_are_frozen(base: Path) -> None:
    config = parse(SMALLEST, base)
    with pytest.raises(ValueError, match="frozen"):
        config.bot.prefix = "?"  # type: ignore[misc]  # that is the point


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(base: Path) -> None:
    source = """\
oprator = "x"
[homeserver]
url = "matrix.org"
user_id = "copbot"
password_file = "nothing"
access_token_file = "secrets/token"
[bot]
data_dir = "data"
operator = ""
Langauge = "de"
[access]
bots = []
"""
    assert wrong(source, base) == [
        "line 1: oprator is no key that copbot knows; did you mean bot.operator?",
        'line 3: homeserver.url must be the whole address, as in "https://matrix.example.org" or "http://localhost:8008"',
        'line 4: homeserver.user_id is no Matrix user id; write the name and the server, as in "@copbot:example.org"',
        "line 6: homeserver.access_token_file stands beside password_file; keep one of the two",
        (
            "line 7: bot.contact is missing (where members can reach who runs it; they read it in the notice);"
            ' under [bot] add: contact = "privacy@voorbeeld.example"'
        ),
        "line 9: bot.operator must not be empty",
        "line 10: bot.Langauge is no key that copbot knows; did you mean language?",
        (
            "line 11: access.invite_from is missing (who may bring copbot into a room: user ids, or *:server for everybody"
            ' on a server); under [access] add: invite_from = ["*:example.org"]'
        ),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('language = "de"', 'line 10: bot.language must be one of "nl", "en"'),
        (
            'timezone = "Amsterdm"',
            'line 10: bot.timezone is no time zone; write its IANA name, as in "Europe/Amsterdam"',
        ),
        ('timezone = "../etc"', "line 10: bot.timezone is no time zone"),
        ('timezone = "Europe"', "line 10: bot.timezone is no time zone"),
        ('quiet = "late"', 'line 10: bot.quiet must be two clock times, as in "21:00-08:00"'),
        ('quiet = "25:00-08:00"', "line 10: bot.quiet must be two clock times"),
        ('quiet = "08:00-8:00"', "line 10: bot.quiet begins and ends at the same moment"),
        ('turn_minutes = "5"', "line 10: bot.turn_minutes must be a whole number, without quotes"),
        ("turn_minutes = true", "line 10: bot.turn_minutes must be a whole number, without quotes"),
        ("turn_minutes = 0", "line 10: bot.turn_minutes must be at least 1"),
        ("join_minutes = 121", "line 10: bot.join_minutes must be at most 120"),
        ('threads = "yes"', "line 10: bot.threads must be true or false, without quotes"),
        ('prefix = "cop"', "line 10: bot.prefix must not end in a letter or digit"),
        ('prefix = "! "', "line 10: bot.prefix must be one to eight signs without spaces"),
        ('prefix = "/"', "line 10: bot.prefix cannot begin with / @ or #"),
        (
            'invite_from = ["*:a.org"]',
            "line 10: bot.invite_from is no key that copbot knows; it belongs under [access]",
        ),
        ("distress = 'x'", "line 10: bot.distress must be a section of its own: [bot.distress]"),
        ("distress.de = 'x'", "line 10: bot.distress.de is no key that copbot knows; it can hold nl, en"),
        ("distress = { nl = 3 }", "line 10: bot.distress.nl must be a text between quotes"),
        ('data-dir = "x"', "line 10: bot.data-dir is no key that copbot knows; did you mean data_dir?"),
        ("threads = yes", "line 10: this is not TOML"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_what_would_be_right(
    line: str, sentence: str, base: Path
) -> None:
    assert wrong(with_bot(line), base)[0].startswith(sentence)


@pytest.mark.parametrize(
    "user", ["copbot", "@copbot", "copbot:example.org", "@:example.org", "@a b:x", "@a:x:y:z", "@a:", ""]
)
def test_what_is_no_user_id_is_refused(user: str, base: Path) -> None:
    [sentence] = wrong(SMALLEST.replace("@copbot:localhost", user), base)
    assert sentence.startswith(
        "line 3: homeserver.user_id is no Matrix user id; write the name and the server, as in "
    )


@pytest.mark.parametrize(
    "user", ["@copbot:example.org:8448", "@c.o_p=-/+1:[::1]:8008", "@Old|Name!:10.0.0.1"]
)
def test_user_ids_of_every_kind_are_taken(user: str, base: Path) -> None:
    assert parse(SMALLEST.replace("@copbot:localhost", user), base).homeserver.user_id == user


@pytest.mark.parametrize(
    "pattern", ["*", "*:*", "anna", "@*:example.org", "*:", "example.org", "*:exa mple.org"]
)
def test_what_could_let_in_anybody_is_refused(pattern: str, base: Path) -> None:
    [sentence] = wrong(SMALLEST.replace("*:localhost", pattern), base)
    assert sentence.startswith("line 12: access.invite_from[1] ")


def test_an_empty_list_of_inviters_is_refused(base: Path) -> None:
    assert wrong(SMALLEST.replace('["*:localhost"]', "[]"), base) == [
        'line 12: access.invite_from must not be empty, or nobody can bring copbot into a room; for instance ["*:example.org"]'
    ]


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8008",
        "ftp://example.org",
        "https://",
        "https://a:b@example.org",
        "https://x.org/_matrix/client",
        "http://[::",
    ],
)
def test_what_is_no_address_of_a_homeserver_is_refused(url: str, base: Path) -> None:
    [sentence] = wrong(SMALLEST.replace("http://localhost:8008", url), base)
    assert sentence.startswith("line 2: homeserver.url ")


@pytest.mark.parametrize(
    ("url", "readable"),
    [
        ("https://example.org", False),
        ("http://localhost:8008/", False),
        ("http://127.3.2.1:8008", False),
        ("http://[::1]:8008", False),
        ("http://example.org", True),
        ("http://10.0.0.4:8008", True),
    ],
)
def test_only_plain_http_over_a_network_is_readable_on_the_way(url: str, readable: bool, base: Path) -> None:
    homeserver = parse(SMALLEST.replace("http://localhost:8008", url), base).homeserver
    assert homeserver.readable_on_the_way is readable
    assert not homeserver.url.endswith("/")


def test_one_way_in_is_needed_and_one_is_enough(base: Path) -> None:
    without = SMALLEST.replace('password_file = "secrets/password"\n', "")
    assert wrong(without, base) == [
        'line 1: homeserver.password_file is missing; add: password_file = "secrets/password"'
    ]
    token = SMALLEST.replace('password_file = "secrets/password"', 'access_token_file = "secrets/token"')
    assert parse(token, base).homeserver.access_token_file == base / "secrets" / "token"


def test_an_unsafe_secret_file_is_told_with_its_mode_and_the_mend(base: Path) -> None:
    file = base / "secrets" / "password"
    file.chmod(0o640)
    assert wrong(SMALLEST, base) == [
        (
            f"line 4: homeserver.password_file does not serve: {file} can be read or changed by others (mode 0640);"
            f" run: chmod 600 {file}"
        )
    ]


def test_missing_sections_and_a_missing_file_are_told(tmp_path: Path) -> None:
    assert wrong("", tmp_path) == [
        f"[{name}] is missing; see config.example.toml for what belongs in it"
        for name in ("homeserver", "bot", "access")
    ]
    with pytest.raises(
        ConfigError, match=r"config\.toml, the file does not exist; copy config\.example\.toml"
    ):
        load(tmp_path / "config.toml")


def test_a_folder_in_its_place_and_another_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"is a folder; name the file in it, as in .*/config\.toml"):
        load(tmp_path)
    (tmp_path / "config.toml").write_bytes("# café".encode("latin-1"))
    with pytest.raises(ConfigError, match="not text in UTF-8; save it again as UTF-8"):
        load(tmp_path / "config.toml")


def test_absolute_paths_stay_as_they_are(base: Path) -> None:
    config: Config = parse(SMALLEST.replace('"data"', '"/srv/copbot"'), base)
    assert config.bot.data_dir == Path("/srv/copbot")


def test_errors_hold_no_secret_that_was_written_in_the_wrong_place(base: Path) -> None:
    source = SMALLEST.replace(
        'password_file = "secrets/password"', 'password = "hunter2"\nurl2 = "http://a:hunter2@b"'
    )
    assert "hunter2" not in "\n".join(
        wrong(source.replace("http://localhost:8008", "http://a:hunter2@b"), base)
    )


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        ("127.0.0.1:9464", ("127.0.0.1", 9464)),
        ("localhost:1", ("127.0.0.1", 1)),
        ("127.8.9.10:65535", ("127.8.9.10", 65535)),
        ("[::1]:9464", ("::1", 9464)),
        ("::1:9464", ("::1", 9464)),
    ],
)
def test_the_monitor_listens_on_this_machine_only_if_told_to(
    listen: str, address: tuple[str, int], base: Path
) -> None:
    assert parse(SMALLEST, base).http.address is None
    assert parse(f'{SMALLEST}[http]\nlisten = "{listen}"\n', base).http.address == address


@pytest.mark.parametrize(
    ("listen", "words"),
    [
        ("0.0.0.0:9464", "would let other machines ask, and there is no password on it"),
        ("[::]:9464", "would let other machines ask"),
        ("192.168.1.2:9464", "would let other machines ask"),
        ("copbot.example.org:80", 'as in "127.0.0.1:80"'),
        ("127.0.0.1", "must be an address and a port"),
        ("9464", "must be an address and a port"),
        ("127.0.0.1:0", "must be an address and a port"),
        ("127.0.0.1:65536", "must be an address and a port"),
        ("127.0.0.1:94²4", "must be an address and a port"),
        (":9464", "must be an address and a port"),
    ],
)
def test_any_other_address_is_refused_with_the_reason(listen: str, words: str, base: Path) -> None:
    [told] = wrong(f'{SMALLEST}[http]\nlisten = "{listen}"\n', base)
    assert told.startswith(f"line {len(SMALLEST.splitlines()) + 2}: http.listen ")
    assert words in told
