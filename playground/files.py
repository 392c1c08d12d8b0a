"""Files of this Telegram: their ids, their bytes (in memory or in a folder), and the smaller copy of each photo."""

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from playground.refusals import bad_request

THUMBNAIL_SIDE = 320
MAX_SIDE_SUM = 10_000
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
FILE_ID = "AgACAg"
"""How every file's id begins here."""
_FOLDERS = {
    "photo": ("photos", ".jpg"),
    "voice": ("voice", ".oga"),
    "video": ("videos", ".mp4"),
    "audio": ("music", ".mp3"),
    "document": ("documents", ""),
}
KINDS = tuple(_FOLDERS)


@dataclass(slots=True)
class File:
    """What Telegram tells of one file; sizes in bytes, sides in pixels, duration in seconds."""

    id: str
    unique_id: str
    kind: str
    path: str
    size: int
    name: str | None = None
    mime: str | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    smaller: str | None = None

    def as_file(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


@dataclass(slots=True)
class Upload:
    """A file on its way in, with whatever its sender says about it."""

    content: bytes
    name: str = "file"
    mime: str = "application/octet-stream"


@dataclass(slots=True)
class Files:
    known: dict[str, File] = field(default_factory=dict)
    counter: int = 0


class Shelf:
    """Keeps the bytes: in memory until a folder is named, then in that folder."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}
        self._folder: Path | None = None

    def move_to(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for file_id, content in self._bytes.items():
            (folder / file_id).write_bytes(content)
        self._bytes.clear()

    def put(self, file_id: str, content: bytes) -> None:
        if self._folder is None:
            self._bytes[file_id] = content
        else:
            (self._folder / file_id).write_bytes(content)

    def take(self, file_id: str) -> bytes:
        if self._folder is None:
            return self._bytes[file_id]
        return (self._folder / file_id).read_bytes()


def admit(files: Files, shelf: Shelf, kind: str, upload: Upload) -> File:
    """Store an upload. Refuses empty, oversized and, for photos, unreadable content."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD_BYTES:
        raise bad_request("file is too big")
    if kind == "photo":
        return _admit_photo(files, shelf, upload)
    return _shelve(files, shelf, kind, upload)


def _shelve(files: Files, shelf: Shelf, kind: str, upload: Upload) -> File:
    files.counter += 1
    folder, suffix = _FOLDERS[kind]
    if kind == "document" and "." in upload.name:
        suffix = "." + upload.name.rsplit(".", 1)[1]
    digest = hashlib.sha256(upload.content).hexdigest()
    # The id is as opaque as the real one, and so long that a 64-byte button cannot carry it.
    file_id = f"{FILE_ID}{kind[0].upper()}{files.counter:06d}{digest[:52]}"
    file = File(
        id=file_id,
        unique_id=f"AQAD{digest[:11]}{kind[0]}",
        kind=kind,
        path=f"{folder}/file_{files.counter}{suffix}",
        size=len(upload.content),
        name=upload.name,
        mime=upload.mime,
    )
    files.known[file_id] = file
    shelf.put(file_id, upload.content)
    return file


def _admit_photo(files: Files, shelf: Shelf, upload: Upload) -> File:
    if len(upload.content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(upload.content)} bytes is too big for a photo;"
            f" the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    try:
        with Image.open(io.BytesIO(upload.content)) as image:
            width, height = image.size
            small = _shrunk(image)
    except (UnidentifiedImageError, OSError, ValueError) as broken:
        raise bad_request("IMAGE_PROCESS_FAILED") from broken
    if width + height > MAX_SIDE_SUM or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    file = _shelve(files, shelf, "photo", upload)
    file.width, file.height = width, height
    if small is not None:
        thumbnail = _shelve(files, shelf, "photo", Upload(small[0], "photo.jpg", "image/jpeg"))
        thumbnail.width, thumbnail.height = small[1]
        file.smaller = thumbnail.id
    return file


def _shrunk(image: Image.Image) -> tuple[bytes, tuple[int, int]] | None:
    if max(image.size) <= THUMBNAIL_SIDE:
        return None
    copy = image.convert("RGB")
    copy.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    target = io.BytesIO()
    copy.save(target, "JPEG", quality=80)
    return target.getvalue(), copy.size


def by_path(files: Files, path: str) -> File | None:
    return next((file for file in files.known.values() if file.path == path), None)


def as_media(files: Files, file: File) -> Any:
    """The value of the message field named after the file's kind."""
    if file.kind == "photo":
        sizes = [files.known[file.smaller], file] if file.smaller else [file]
        return [size.as_file() | {"width": size.width, "height": size.height} for size in sizes]
    body = file.as_file()
    if file.mime:
        body["mime_type"] = file.mime
    if file.name and file.kind != "voice":
        body["file_name"] = file.name
    if file.kind != "document":
        body["duration"] = file.duration or 0
    if file.kind == "video":
        body |= {"width": file.width or 320, "height": file.height or 240}
    return body
