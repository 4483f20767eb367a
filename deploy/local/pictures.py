"""Pictures for the demo community, drawn here: the crown of a banyan in colors that a number decides.

They are given to objects as a frontend gives them: an upload that the object permits, and an update with its receipt.
"""

import asyncio
import colorsys
from io import BytesIO
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw

from deploy.local.frontend import Frontend

COVER, LOGO, AVATAR = "COVER", "LOGO", "AVATAR"
_SIZES = {COVER: (960, 400), LOGO: (240, 240), AVATAR: (240, 240)}
_LEAVES = 60


class Holder(NamedTuple):
    """What has a picture.

    Attributes:
        type: Its GraphQL type, such as "Event".
        id: Its global ID.
    """

    type: str
    id: str


def draw(number: int, field: str) -> bytes:
    """Returns a picture as PNG, always the same one for a number and a field."""
    width, height = _SIZES[field]
    random = Random(f"{field} {number}")  # noqa: S311 # nothing here is secret
    hue = (number * 0.381966) % 1  # the golden angle keeps neighbours apart
    picture = Image.new("RGB", (width, height), _color(hue, 0.25, 0.93))
    pen = ImageDraw.Draw(picture)
    trunk = width // 2
    pen.polygon(
        [(trunk - height // 14, height), (trunk + height // 14, height), (trunk, height // 3)],
        fill=_color(0.08, 0.45, 0.4),
    )
    for _ in range(_LEAVES):
        radius = random.randint(height // 16, height // 7)
        x = int(random.gauss(trunk, width / 6))
        y = int(random.gauss(height * 0.38, height / 9))
        shade = _color(hue + random.uniform(-0.05, 0.05), 0.5, random.uniform(0.45, 0.8))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shade)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


async def give(
    frontend: Frontend, person: str, holder: Holder, field: str, number: int, alt: tuple[str, str]
) -> None:
    """Gives an object a picture, unless it has one.

    Args:
        frontend: The client.
        person: Who gives it.
        holder: The object.
        field: Which picture it is.
        number: Decides how it looks.
        alt: What it shows, in Chinese and in English.

    Raises:
        SeedError: A step failed.
    """
    name = field.lower()
    found = await frontend.ask(
        person,
        f"query($id: ID!) {{ node(id: $id) {{ ... on {holder.type} {{ {name} {{ width }} }} }} }}",
        id=holder.id,
    )
    if found["node"][name]:
        return
    chinese, english = alt
    shown = {"alt": chinese, "translations": [{"language": "en", "alt": english}]}
    receipt = await frontend.upload(
        person, holder.id, field, await asyncio.to_thread(draw, number, field)
    )
    kind = holder.type[0].lower() + holder.type[1:]
    await frontend.do(
        person,
        f"update{holder.type}",
        kind,
        **{f"{kind}Id": holder.id, name: {"receipt": receipt, **shown}},
    )


def _color(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
