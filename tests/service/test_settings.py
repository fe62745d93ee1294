"""The settings: read once, told with every fault at once, and never shown with a secret in them."""

from pathlib import Path

import pytest

from certify.service.settings import ELSEWHERE, Settings, SettingsFaults, for_trying, from_environment, table

SECRET = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).resolve().parents[2]


def read(**given: str) -> Settings:
    return from_environment({"PATH": "/bin", "CERTIFY_SECRET": SECRET} | {f"CERTIFY_{k}": v for k, v in given.items()})


def faults(**given: str) -> tuple[str, ...]:
    with pytest.raises(SettingsFaults) as told:
        read(**given)
    assert str(told.value) == "\n".join(told.value.faults)
    return told.value.faults


def test_what_is_not_given_has_its_default() -> None:
    assert read() == Settings(secret=SECRET)
    assert read().database == "sqlite:///.data/certify.db"
    assert not read().https
    assert read().high_water == Path(".data/keys/high-water.json")


def test_everything_can_be_given() -> None:
    settings = read(
        DATABASE="postgres://certify:word@db/certify",
        BLOBS="s3://evidence/prefix",
        ORIGIN="https://certify.example",
        KEYS="/etc/certify/keys",
        SMTP="smtps://mail:word@mail.example:465",
        SCHEMES="/etc/certify/schemes",
        WORKER="0",
        PROXIES="2",
        LARGEST_FILE="1000000",
        LOG_LEVEL="WARNING",
    )
    assert settings.https
    assert (settings.worker, settings.proxies, settings.largest_file, settings.log_level) == (
        False,
        2,
        1_000_000,
        "warning",
    )
    assert settings.keys == Path("/etc/certify/keys")


def test_every_fault_is_named_at_once() -> None:
    told = faults(
        DATABASE="mysql://x",
        BLOBS="ftp://x",
        ORIGIN="http://certify.example",
        SMTP="mail.example",
        KEYS="",
        DEMO="perhaps",
        PROXIES="-1",
        LARGEST_FILE="٣٠٠٠",
        LOG_LEVEL="loud",
        DATABSE="sqlite:///x",
        SECRET="short",
    )
    named = [fault.partition(":")[0].removeprefix("CERTIFY_") for fault in told]
    assert named == [
        "DATABASE",
        "BLOBS",
        "ORIGIN",
        "KEYS",
        "SECRET",
        "SMTP",
        "DEMO",
        "PROXIES",
        "LARGEST_FILE",
        "LOG_LEVEL",
        "DATABSE",
    ]


def test_a_misspelt_setting_is_told_with_the_one_that_is_meant() -> None:
    assert faults(DATABSE="x") == ("CERTIFY_DATABSE: there is no such setting; is CERTIFY_DATABASE meant?",)
    assert faults(XYZZY="x") == ("CERTIFY_XYZZY: there is no such setting",)
    assert from_environment({"CERTIFY_SECRET": SECRET} | dict.fromkeys(ELSEWHERE, "x")) == Settings(secret=SECRET)


def test_a_secret_is_needed() -> None:
    with pytest.raises(SettingsFaults, match="CERTIFY_SECRET: it is needed"):
        from_environment({})
    assert faults(SECRET="a" * 40)[0].startswith("CERTIFY_SECRET")


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_secret_may_stand_in_a_file_that_is_its_owners_alone(tmp_path: Path, prefix: str) -> None:
    file = tmp_path / "a secret"
    file.write_text(SECRET + "\n")
    file.chmod(0o600)
    name = f"{prefix}{file}".replace(" ", "%20")
    assert read(SECRET=name).secret == SECRET
    file.chmod(0o640)
    assert "chmod 600" in faults(SECRET=name)[0]
    file.chmod(0o600)
    file.write_bytes(b"\xff" * 40)
    assert "cannot be read" in faults(SECRET=name)[0]
    file.unlink()
    assert "cannot be read" in faults(SECRET=name)[0]


def test_signing_in_by_name_is_for_this_machine_alone() -> None:
    assert read(DEMO="1").demo
    assert "localhost" in faults(DEMO="1", ORIGIN="https://certify.example")[0]


def test_no_secret_and_no_password_is_shown() -> None:
    shown = repr(read(DATABASE="postgres://u:word@db/n", SMTP="smtps://u:word@mail:465"))
    assert SECRET not in shown
    assert "word" not in shown


def test_settings_for_trying_are_good_settings(tmp_path: Path) -> None:
    settings = for_trying(tmp_path, proxies=1)
    assert (settings.demo, settings.proxies, settings.keys) == (True, 1, tmp_path / "keys")
    assert for_trying().keys.parent.is_dir()


def test_the_page_lists_the_settings_as_they_are() -> None:
    assert table() in (ROOT / "docs/settings.md").read_text()
