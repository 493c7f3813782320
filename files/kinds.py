"""What a file is, by its first bytes. The name and type that came with it are only what somebody claims."""

from typing import Literal, NamedTuple

HEAD_SIZE = 4096
"""Bytes that `recognise` wants to see."""


class Kind(NamedTuple):
    """A type that is accepted as evidence."""

    kind: Literal["picture", "pdf", "video", "audio", "text"]
    mime: str


JPEG = Kind("picture", "image/jpeg")
PNG = Kind("picture", "image/png")
GIF = Kind("picture", "image/gif")
WEBP = Kind("picture", "image/webp")
BMP = Kind("picture", "image/bmp")
HEIC = Kind("picture", "image/heic")
AVIF = Kind("picture", "image/avif")
PDF = Kind("pdf", "application/pdf")
MP4 = Kind("video", "video/mp4")
QUICKTIME = Kind("video", "video/quicktime")
WEBM = Kind("video", "video/webm")
MATROSKA = Kind("video", "video/x-matroska")
AVI = Kind("video", "video/x-msvideo")
MP3 = Kind("audio", "audio/mpeg")
M4A = Kind("audio", "audio/mp4")
AAC = Kind("audio", "audio/aac")
OGG = Kind("audio", "audio/ogg")
AMR = Kind("audio", "audio/amr")
WAV = Kind("audio", "audio/wav")
SILK = Kind("audio", "audio/silk")
TEXT = Kind("text", "text/plain")

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"ID3", MP3),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"#!SILK_V3", SILK),
    (b"\x02#!SILK_V3", SILK),  # as WeChat writes it
)
_RIFF = {b"WEBP": WEBP, b"WAVE": WAV, b"AVI ": AVI}
# Major brands of ISO base media files: https://mp4ra.org/registered-types/brands
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    b"qt  ": QUICKTIME,
}
_VIDEO_BRANDS = (b"iso", b"mp4", b"avc", b"M4V", b"3gp", b"3g2", b"dash", b"MSNV", b"f4v", b"mmp4")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
"""Lengths that the header after the 14 bytes of a BMP file may have; `BM` alone may begin any text."""


def recognise(head: bytes) -> Kind | None:
    """The kind that the first `HEAD_SIZE` bytes show, None when they show none (plain text shows none)."""
    for magic, kind in _SIGNATURES:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else MATROSKA if b"matroska" in head[:64] else None
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return PDF
    return _media(head) or _bitmap(head) or _mpeg_audio(head)


def _media(head: bytes) -> Kind | None:
    """ISO base media (MP4, MOV, M4A, HEIC, AVIF): a box `ftyp` with a major brand and the ones it also fits."""
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return QUICKTIME  # before 2001, and still written by some cameras
    if head[4:8] != b"ftyp":
        return None
    brand, box = head[8:12], head[: int.from_bytes(head[:4], "big")]
    if brand in (b"mif1", b"msf1") and (b"avif" in box or b"avis" in box):
        return AVIF
    return _BRANDS.get(brand) or (MP4 if brand.startswith(_VIDEO_BRANDS) else None)


def _bitmap(head: bytes) -> Kind | None:
    fits = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS
    return BMP if fits else None


def _mpeg_audio(head: bytes) -> Kind | None:
    """A bare MPEG audio frame: 11 set bits, then a version, layer, bit rate and sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] < 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0:  # ADTS: 12 set bits and one of 13 sampling rates
        return AAC if head[1] >= 0xF0 and head[2] >> 2 & 15 < 13 else None
    exists = version != 1 and head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
    return MP3 if layer == 1 and exists else None
