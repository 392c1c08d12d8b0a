"""The media of a call: an upload, a known file id, or a refusal in Telegram's words."""

from typing import Any

from playground import limits
from playground.files import KINDS, File, Upload, admit, as_media
from playground.parameters import Asked
from playground.refusals import bad_request
from playground.sending import caption_content
from playground.world import World

# Animations, live photos and stickers are Telegram's to show: this page could not.
DESCRIBING = ("photo", "video", "audio", "document", "location", "venue")
OPTIONAL = ("photo", "video", "location", "venue", "link")


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


def location_of(asked: Asked) -> dict[str, Any]:
    latitude, longitude = asked.number("latitude"), asked.number("longitude")
    limits.check_degrees(latitude, longitude)
    location: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    if accuracy := asked.raw.get("horizontal_accuracy"):
        location["horizontal_accuracy"] = float(accuracy)
    return location


def poll_media(world: World, asked: Asked, media: Any, kinds: tuple[str, ...]) -> dict[str, Any]:
    """The PollMedia of one InputMedia beside a poll or an option, which takes no caption; empty without one."""
    if not media:
        return {}
    kind = media.get("type") if isinstance(media, dict) else None
    if kind not in kinds:
        raise bad_request("invalid media content specified")
    if media.get("caption"):
        raise bad_request("media caption must be empty")
    one = Asked(asked.method, media, asked.uploads)
    if kind in KINDS:
        return {kind: as_media(world.state.files, file_of(world, one, kind, media.get("media"), ""))}
    if kind == "link":
        return {"link": {"url": one.text("url")}}
    return _spot(one, kind)


def _spot(asked: Asked, kind: str) -> dict[str, Any]:
    location = location_of(asked)
    if kind == "location":
        return {"location": location}
    return {"venue": {"location": location, "title": asked.text("title"), "address": asked.text("address")}}
