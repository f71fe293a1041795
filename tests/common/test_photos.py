"""Photos on their way in: drawn anew, small and square, and nothing of the file is kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from common.photos import MAX_WHOLE, SIDE, NotAPhoto, square_photo

RED, BLUE = (200, 30, 30), (30, 30, 200)


def file_of(image, kind="JPEG", **more) -> BytesIO:
    out = BytesIO()
    image.save(out, kind, **more)
    out.seek(0)
    return out


def drawn(file) -> Image.Image:
    return Image.open(BytesIO(square_photo(file)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_becomes_a_small_square_jpeg(kind):
    found = drawn(file_of(Image.new("RGB", (900, 500), RED), kind))

    assert (found.format, found.size, found.mode) == ("JPEG", (SIDE, SIDE), "RGB")


def test_what_a_camera_writes_along_is_gone():
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Camera", "Pretoriusstraat 12"
    file = file_of(Image.new("RGB", (600, 600), RED), exif=exif, comment=b"at home", icc_profile=b"profile" * 20)
    assert b"Camera" in file.getvalue()

    found = square_photo(file)

    assert not any(word in found for word in (b"Camera", b"Pretoriusstraat", b"at home", b"Exif", b"profile"))


def test_a_photo_taken_upright_stays_upright():
    lying = Image.new("RGB", (400, 400), RED)
    lying.paste(BLUE, (0, 0, 200, 400))  # the left half, which is on top when it is turned a quarter
    exif = Image.Exif()
    exif[0x0112] = 6

    found = drawn(file_of(lying, exif=exif))

    top, bottom = found.getpixel((128, 20)), found.getpixel((128, 235))
    assert (top[2] > top[0], bottom[0] > bottom[2]) == (True, True)


def test_what_is_see_through_becomes_paper():
    found = drawn(file_of(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"))

    assert min(found.getpixel((5, 5))) > 250


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0 no picture",
        b"GIF89a" + b"0" * 50,
    ],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(NotAPhoto):
        square_photo(BytesIO(content))


def test_a_small_file_that_claims_to_be_huge_is_refused_before_it_is_unpacked():
    side = int(MAX_WHOLE**0.5) + 10
    bomb = file_of(Image.new("1", (side, side)), "PNG")
    assert len(bomb.getvalue()) < 50_000

    with pytest.raises(NotAPhoto):
        square_photo(bomb)
