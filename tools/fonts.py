"""The fonts for rare characters, cut out of two free fonts:

    apt-get download fonts-hanazono=20170904-3 fonts-babelstone-han=16.0.1-1      (Debian 13; unpack with dpkg -x)
    .venv/bin/python tools/fonts.py HanaMinB.ttf BabelStoneHan.ttf documents/fonts

What the ordinary fonts lack of the Chinese characters of Unicode and GB 18030 stands in them: extensions B to F from
HanaMinB (Hanazono licence), extensions G, H and I from BabelStone Han (Arphic Public License). Both licences lie beside
the files. Only other bytes of the sources give other files: the same sources always give the same.
"""

import hashlib
import io
import lzma
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, newTable


@dataclass(frozen=True)
class Cut:
    """A font of ours: its name, the file it is cut from, and which characters."""

    family: str
    file: str
    source_sha256: str
    ranges: tuple[tuple[int, int], ...]
    notice: str


CUTS = (
    Cut(
        "Sunward Rare Han", "rare-han.ttf.xz",
        "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
        ((0x20000, 0x2EBE0),),
        "Cut from HanaMinB of 31 August 2017 in 2026: only the CJK extensions B to F, without names and layout tables. "
        "GlyphWiki Project, Hanazono Font License.",
    ),
    Cut(
        "Sunward Newer Han", "newer-han.ttf.xz",
        "791d905d510fda25d6037b7a247da0c4b8f222c9083d2deef592439b145401e4",
        ((0x2A6D7, 0x2A6DF), (0x2B735, 0x2B739), (0x2EBF0, 0x2EE5D), (0x30000, 0x323AF)),
        "Changed in November 2026: cut from BabelStone Han 16.0.1, only the CJK extensions G, H and I, and 14 characters of "
        "B and C, renamed, without layout tables. Arphic Technology Co., Ltd.; Arphic Public License.",
    ),
)  # fmt: skip


def cut(source: bytes, wanted: Cut) -> bytes:
    """That part of the font, under our name, with the notice that its licence asks for."""
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[], glyph_names=False, notdef_outline=True, recalc_timestamp=False
    )
    options.drop_tables += ["FFTM", "vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "gasp", "meta"]
    font = TTFont(io.BytesIO(source), lazy=True, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in wanted.ranges for code in range(first, last + 1)])
    cutter.subset(font)
    names = font["name"] = newTable("name")
    names.names = []
    for place, text in (
        (0, wanted.notice),
        (1, wanted.family),
        (2, "Regular"),
        (4, wanted.family),
        (6, wanted.family.replace(" ", "")),
    ):
        names.setName(text, place, 3, 1, 0x409)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def main() -> None:
    """Both files are written; a source that is not the one named above is refused."""
    *sources, folder = map(Path, sys.argv[1:])
    for wanted, path in zip(CUTS, sources, strict=True):
        source = path.read_bytes()
        if hashlib.sha256(source).hexdigest() != wanted.source_sha256:
            sys.exit(f"{path.name} is not the file that {wanted.family} is cut from.")
        made = lzma.compress(cut(source, wanted), preset=9 | lzma.PRESET_EXTREME)
        (folder / wanted.file).write_bytes(made)
        sys.stdout.write(f"{wanted.file}: {len(made)} bytes, SHA-256 {hashlib.sha256(made).hexdigest()}\n")


if __name__ == "__main__":
    main()
