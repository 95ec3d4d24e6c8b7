"""The UTF-8 copy of a file: how it is decoded, and its line ends."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cx.ingest.clean_text
from cx.contracts.problems import FileRefused
from cx.ingest.clean_text import CleanText, clean_copy

ENGLISH = "id,comment\n1,plain words\n"
FRENCH = "id,comment\n1,“déjà vu” – 5 €, très bien\n2,l’été à la plage\n"
RUSSIAN = (
    "id,comment\n1,Поддержка отвечает быстро и вежливо\n2,Очень долго ждали ответа от менеджера\n3,Спасибо за помощь\n"
)
HEBREW = "id,comment\n1,התמיכה עונה מהר ובאדיבות\n2,חיכינו הרבה זמן לתשובה מהמנהל\n3,תודה רבה על העזרה\n"
ROMANIAN = "id,comment\n1,Răspuns rapid şi politicos\n2,Am aşteptat mult, însă mulţumesc\n"
GERMAN = "id,comment\n1,Die Lösung passt zur Größe unseres Büros\n2,Schöne Grüße\n"
EMOJI = "id,comment\n1,🙂 great 👩‍👩‍👧\n2,𐍈\n"


def copied(folder: Path, content: bytes, encoding: str | None = None) -> tuple[CleanText, str]:
    source = folder / "source.csv"
    source.write_bytes(content)
    made = clean_copy(source, folder / "copy.csv", "export.csv", encoding)
    return made, made.path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    ("content", "encoding", "detected", "text"),
    [
        (ENGLISH.encode(), "utf-8", False, ENGLISH),
        (RUSSIAN.encode(), "utf-8", False, RUSSIAN),
        (EMOJI.encode(), "utf-8", False, EMOJI),
        (HEBREW.encode("utf-8-sig"), "utf-8", False, HEBREW),
        (b"\xff\xfe" + RUSSIAN.encode("utf-16-le"), "utf-16-le", False, RUSSIAN),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "utf-16-be", False, RUSSIAN),
        (b"\xff\xfe" + EMOJI.encode("utf-16-le"), "utf-16-le", False, EMOJI),
        (ENGLISH.encode("utf-16-le"), "utf-16-le", True, ENGLISH),
        (ENGLISH.encode("utf-16-be"), "utf-16-be", True, ENGLISH),
        (FRENCH.encode("cp1252"), "cp1252", True, FRENCH),
        (GERMAN.encode("cp1252"), "cp1252", True, GERMAN),
        ("id,comment\n1,5 €\n".encode("cp1252"), "cp1252", True, "id,comment\n1,5 €\n"),
        (ROMANIAN.encode("cp1250"), "cp1250", True, ROMANIAN),
        ("id,comment\n1,Да\n2,Плохо\n".encode("cp1251"), "cp1251", True, "id,comment\n1,Да\n2,Плохо\n"),
        ("id,comment\n1,טוב\n2,רע\n".encode("cp1255"), "cp1255", True, "id,comment\n1,טוב\n2,רע\n"),
        (RUSSIAN.encode("cp1251"), "cp1251", True, RUSSIAN),
        (HEBREW.encode("cp1255"), "cp1255", True, HEBREW),
    ],
    ids=[
        "ascii",
        "utf-8",
        "utf-8 beyond the first plane",
        "utf-8 with mark",
        "utf-16 little",
        "utf-16 big",
        "utf-16 pairs",
        "utf-16 without mark",
        "utf-16 big without mark",
        "western",
        "german",
        "one sign",
        "romanian",
        "few cyrillic",
        "few hebrew",
        "cyrillic",
        "hebrew",
    ],
)
def test_encoding_is_recognised(tmp_path: Path, content: bytes, encoding: str, detected: bool, text: str) -> None:
    made, read = copied(tmp_path, content)
    assert (made.encoding, made.detected, read) == (encoding, detected, text)


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        (RUSSIAN.encode("cp1251"), "cp1251", RUSSIAN),
        (ROMANIAN.encode("iso8859_2"), "ISO-8859-2", ROMANIAN),
        (HEBREW.encode("cp1255"), "windows-1255", HEBREW),
        (HEBREW.encode("utf-8-sig"), "utf-8", HEBREW),
        (HEBREW.encode("utf-8-sig"), "UTF-8-SIG", HEBREW),
        (ENGLISH.encode("utf-8"), "utf-8-sig", ENGLISH),
        (b"\xff\xfe" + HEBREW.encode("utf-16-le"), "utf-16", HEBREW),
        (b"\xfe\xff" + HEBREW.encode("utf-16-be"), "utf-16", HEBREW),
        (b"\xff\xfe" + HEBREW.encode("utf-16-le"), "utf-16-le", HEBREW),
        (HEBREW.encode("utf-16-le"), "utf-16-le", HEBREW),
        (HEBREW.encode("utf-16-le"), "utf-16", HEBREW),
        (HEBREW.encode("utf-16-be"), "utf-16", HEBREW),
    ],
)
def test_declared_encoding_wins(tmp_path: Path, content: bytes, declared: str, text: str) -> None:
    made, read = copied(tmp_path, content, declared)
    assert (made.detected, read) == (False, text)


@pytest.mark.parametrize(
    ("content", "declared", "line"),
    [
        ("a,b\n1,2\nñ,3\n".encode("cp1252"), "utf-8", 3),
        ("a,b\r\n1,2\r\nñ,3\r\n".encode("cp1252"), "utf-8", 3),
        (b"a,b\n1,\x81\n", "cp1252", 2),
        (b"a,b\n1,2\n3,\xd0", "utf-8", 3),
        (b"\xef\xbb\xbfa,b\n1,2\n\xff,3\n", None, 3),
        (b"a,b\n1,2\n", "utf-16", 1),
        (b"a,b\n1,2\n", "utf-32", 1),
    ],
)
def test_byte_that_means_nothing_is_told_with_its_line(tmp_path: Path, content: bytes, declared, line: int) -> None:
    with pytest.raises(FileRefused) as caught:
        copied(tmp_path, content, declared)
    assert (caught.value.problem.code, caught.value.problem.line) == ("wrong_encoding", line)


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1 << 22])
@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a,b\r\n1,2\r\n", "a,b\n1,2\n"),
        (b"a,b\r1,2\r", "a,b\n1,2\n"),
        (b"a,b\r\n1,2\n3,4\r5,6", "a,b\n1,2\n3,4\n5,6"),
        (b"a,b\n\r\n\r\r\n", "a,b\n\n\n\n"),
        (b'a,b\r\n1,"x\r\ny"\r\n', 'a,b\n1,"x\ny"\n'),
        ("é🙂\r\nж".encode("utf-8-sig"), "é🙂\nж"),
        (b"\xff\xfe" + "é🙂\r\nж".encode("utf-16-le"), "é🙂\nж"),
        ("\ufeffa,\ufeff\ufeff\n".encode(), "a,\ufeff\ufeff\n"),
    ],
)
def test_line_ends_and_letters_survive_any_cut(tmp_path: Path, monkeypatch, chunk: int, content, text: str) -> None:
    """A chunk may end inside a letter, a pair of line end signs, or the byte order mark."""
    monkeypatch.setattr(cx.ingest.clean_text, "CHUNK", chunk)
    assert copied(tmp_path, content)[1] == text


@settings(deadline=None, max_examples=60)
@given(st.text('aж🙂,"\r\n', max_size=20), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(1, 5))
def test_copy_is_the_text_with_line_feeds(tmp_path_factory, text: str, encoding: str, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cx.ingest.clean_text, "CHUNK", chunk)
        made, read = copied(tmp_path_factory.getbasetemp(), ("a" + text).encode(encoding))
    expected = ("a" + text).replace("\r\n", "\n").replace("\r", "\n")
    assert read == expected
    assert (made.quotes, made.has_nul) == (expected.count('"'), False)


def test_nul_bytes_are_seen(tmp_path: Path) -> None:
    assert copied(tmp_path, b"a,b\n1,\x00\n")[0].has_nul
