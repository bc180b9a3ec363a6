"""Manifests: a version is what its files are, and none may leave its folder or hide behind another."""

from __future__ import annotations

import msgspec
import pytest

from sanad_desk.domain.errors import DomainError
from sanad_desk.version import VERSION, version_order
from sanad_desk.wire.program import (
    PIECE_BYTES,
    ProgramFile,
    ProgramManifest,
    manifest_bytes,
    piece_path,
    read_manifest,
    target_name,
)

A, B = "a" * 64, "b" * 64
FILE = ProgramFile("sanad-desk", 5, (A,), is_executable=True)


def read(*files: ProgramFile) -> ProgramManifest:
    return read_manifest(manifest_bytes(ProgramManifest("0.6.1", "linux-x86_64", files)))


def test_it_comes_back_as_it_was() -> None:
    files = (
        FILE,
        ProgramFile("_internal/empty"),
        ProgramFile("_internal/مجلد/library.so.6", PIECE_BYTES + 1, (A, B)),
        ProgramFile("_internal/library.so", link="مجلد/library.so.6"),
        ProgramFile("_internal/qt/lib/first.so", link="../../library.so"),
        ProgramFile("_internal/folder", link="qt/lib"),
    )
    assert read(*files).files == files


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "a/../../outside",
        "/etc/passwd",
        "",
        ".",
        "./here",
        "a//b",
        "a/",
        "C:/outside",
        "C:outside",
        "a\\..\\..\\outside",
        "\\\\server\\share",
        "two\nlines",
        "end\0less",
        "program.json",
    ],
)
def test_no_file_leaves_the_folder(path: str) -> None:
    with pytest.raises(DomainError, match="update_unusable"):
        read(FILE, ProgramFile(path, 5, (A,)))


@pytest.mark.parametrize(
    "files",
    [
        (ProgramFile("a", link="../outside"),),
        (ProgramFile("a/b", link="/etc/passwd"),),
        (ProgramFile("a/b", link="../../outside"),),
        (ProgramFile("a/b", link=".."),),
        (ProgramFile("a", link="b/../../outside"),),
        (ProgramFile("a", link="b", size=1, pieces=(A,)),),
        (ProgramFile("a", link="b"), ProgramFile("a/c", 5, (A,))),  # would be written to b/c
        (ProgramFile("a/b/c/up", link="../../../top"), ProgramFile("k", link="a/b/c/up/../../../x")),
        (ProgramFile("a/up", link="../top"), ProgramFile("k", link="a/up/x")),
    ],
)
def test_no_link_leads_out(files: tuple[ProgramFile, ...]) -> None:
    with pytest.raises(DomainError, match="update_unusable"):
        read(FILE, *files)


@pytest.mark.parametrize(
    "files",
    [
        (ProgramFile("Sanad-Desk", 5, (B,)),),
        (FILE,),
        (ProgramFile("sanad-desk/below", 5, (B,)),),
        (ProgramFile("a", PIECE_BYTES + 1, (A,)),),
        (ProgramFile("a", 1),),
        (ProgramFile("a", 0, (A,)),),
    ],
)
def test_no_file_hides_another_or_is_other_than_its_pieces(files: tuple[ProgramFile, ...]) -> None:
    with pytest.raises(DomainError, match="update_unusable"):
        read(FILE, *files)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"version":"0.6.1","platform":"linux-x86_64","files":[{"path":"a","size":-1}]}',
        b'{"version":"0.6.1","platform":"linux-x86_64","files":[{"path":"a","size":1,"pieces":["../../x"]}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_manifest_is_refused(raw: bytes) -> None:
    with pytest.raises(DomainError, match="update_unusable"):
        read_manifest(raw)


def test_a_piece_has_no_way_out_of_its_folder() -> None:
    assert piece_path(A) == f"pieces/aa/{A}.zst"
    with pytest.raises(DomainError):
        read(msgspec.structs.replace(FILE, pieces=("A" * 64,)))
    assert target_name("linux-x86_64") == "sanad-desk-linux-x86_64.json"


def test_versions_are_ordered_by_their_numbers() -> None:
    assert version_order("0.10.2") > version_order("0.9.9") > version_order("0.9")
    assert version_order(VERSION)


@pytest.mark.parametrize("text", ["", "1.", "1..2", "-1.0", "1_0", " 1", "1.0rc1", "../1", "٠.٧", "1" * 10])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        version_order(text)
