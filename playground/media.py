"""The media of a call: an upload, a known file id, or a refusal in Telegram's words."""

from typing import Any

from playground.files import KINDS, File, Upload, admit, as_media
from playground.parameters import Asked
from playground.refusals import bad_request
from playground.sending import caption_content
from playground.world import World


def file_of(world: World, asked: Asked, kind: str, given: Any, name: str) -> File:
    """The file that a parameter means. Links are refused: this Telegram fetches nothing from elsewhere."""
    upload = _upload(asked, given, name)
    if upload is not None:
        file = admit(world.state.files, world.shelf, kind, upload)
        file.duration = asked.integer("duration") or file.duration
        return file
    if not given or not isinstance(given, str):
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = world.state.files.known.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _upload(asked: Asked, given: Any, name: str) -> Upload | None:
    if isinstance(given, str) and given.startswith("attach://"):
        return asked.uploads.get(given.removeprefix("attach://"))
    return asked.uploads.get(name)


def media_content(world: World, asked: Asked, media: dict[str, Any]) -> dict[str, Any]:
    """The message fields of one InputMedia object: its file and its caption."""
    kind = media.get("type")
    if kind not in KINDS:
        raise bad_request(f"unsupported media type specified: {kind}")
    one = Asked(asked.method, media, asked.uploads)
    file = file_of(world, one, kind, media.get("media"), "")
    return {kind: as_media(world.state.files, file), **caption_content(one)}
