"""Bot API methods that send files and albums, and hand files out."""

from typing import Any

from playground import limits
from playground.files import FILE_ID, MAX_DOWNLOAD_BYTES, as_media
from playground.media import file_of, media_content
from playground.parameters import Asked
from playground.refusals import bad_request
from playground.sending import caption_content, reachable, send
from playground.world import World


def _send_file(world: World, asked: Asked, kind: str) -> dict[str, Any]:
    chat = reachable(world, asked)
    caption = caption_content(asked)
    file = file_of(world, asked, kind, asked.raw.get(kind), kind)
    return send(world, chat, asked, {kind: as_media(world.state.files, file), **caption}).payload


def send_photo(world: World, asked: Asked) -> dict[str, Any]:
    return _send_file(world, asked, "photo")


def send_voice(world: World, asked: Asked) -> dict[str, Any]:
    return _send_file(world, asked, "voice")


def send_document(world: World, asked: Asked) -> dict[str, Any]:
    return _send_file(world, asked, "document")


def send_video(world: World, asked: Asked) -> dict[str, Any]:
    return _send_file(world, asked, "video")


def send_audio(world: World, asked: Asked) -> dict[str, Any]:
    return _send_file(world, asked, "audio")


def send_media_group(world: World, asked: Asked) -> list[dict[str, Any]]:
    """Strict where Telegram lets an album of one pass: its documentation asks for two to ten."""
    chat = reachable(world, asked)
    media = asked.array("media")
    if len(media) not in limits.MEDIA_GROUP:
        many = len(media) >= limits.MEDIA_GROUP.stop
        raise bad_request("too many messages to send as an album" if many else "there are not enough media to send")
    kinds = {one.get("type") for one in media}
    if len(kinds) > 1 and kinds != {"photo", "video"}:
        raise bad_request("document can't be mixed with other media types")
    contents = [media_content(world, asked, one) for one in media]
    group = str(world.random.randrange(10**16, 10**17))
    return [send(world, chat, asked, {"media_group_id": group, **content}).payload for content in contents]


def get_file(world: World, asked: Asked) -> dict[str, Any]:
    file = world.state.files.known.get(asked.text("file_id"))
    if file is None:
        well_formed = asked.text("file_id").startswith(FILE_ID)
        raise bad_request("wrong file_id or the file is temporarily unavailable" if well_formed else "invalid file_id")
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.as_file() | {"file_path": file.path}
