"""Fields of an organisation's forms: a ROR identifier and a logo."""

import io
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

ROR = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[0-9a-hjkmnp-tv-z]{6}[0-9]{2})/?")
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"

LOGO_BYTES = 2 * 1024 * 1024
LOGO_SIDE = 512
LOGO_PIXELS = 40_000_000
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")


class RorField(forms.CharField):
    """An identifier of the Research Organization Registry, as its web address. Refuses one whose check digits do not fit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, strip=True, **kwargs)

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        found = ROR.fullmatch(typed.lower())
        if found is None:
            raise ValidationError(_("A ROR identifier looks like https://ror.org/04pp8hn57."), code="invalid")
        if not _checks(found.group(1)):
            raise ValidationError(_("This ROR identifier has a typing error: its last two digits do not fit the rest."), code="check")
        return f"https://ror.org/{found.group(1)}"


def _checks(identifier: str) -> bool:
    """ISO/IEC 7064 MOD 97-10 over the six characters after the first, read in base 32."""
    number = 0
    for character in identifier[1:7]:
        number = number * 32 + DIGITS.index(character)
    return int(identifier[7:]) == 98 - number * 100 % 97


class LogoField(forms.FileField):
    """A picture, judged by its content, given back as the bytes of a clean PNG of at most 512 pixels a side."""

    widget = forms.ClearableFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        return _as_png(found) if isinstance(found, UploadedFile) else found


def _as_png(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > LOGO_BYTES:
        raise ValidationError(_("This picture is larger than 2 MB. Save it smaller and try again."), code="large")
    try:
        with Image.open(upload, formats=LOGO_FORMATS) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Save it smaller and try again."), code="large")
            clean = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("This picture has too many pixels. Save it smaller and try again."), code="large") from None
    except (UnidentifiedImageError, EOFError, OSError, ValueError, SyntaxError):
        raise ValidationError(_("This is not a picture that can be used. Choose a PNG, JPEG or WebP file."), code="invalid") from None
    clean.thumbnail((LOGO_SIDE, LOGO_SIDE))
    output = io.BytesIO()
    clean.save(output, "PNG", optimize=True)
    return output.getvalue()
