"""PDF and fonts come with the program: every name prints on every machine, and what cannot be drawn is said."""

import io
import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from markupsafe import Markup

from core.errors import PdfUnavailable
from core.i18n import Bilingual
from documents import pdf_export, typefaces
from documents.build_templates import TEMPLATES
from documents.docx_html import docx_to_html
from documents.fill import fill_template
from documents.page_tree import parse_tree, tree_text
from documents.papers import PAPERS, PAPERS_BY_CODE
from documents.pdf_export import STYLES, render_pdf, require_pdf
from documents.template_check import make_sample_values
from documents.typefaces import RARE, describe_characters, find_undrawable, rare_files

TITLE = Bilingual("样本", "sample")
NAMES = "䶮𠮷㛃𬭎𫠊㐆𪚥〇𰻝\U0002b739\U0002cea1\U0002ebe0\U0002ee5d"
"""Of real names and of the ends of the blocks: extension A, B, C, E, F, G and I."""
OF_GB_18030 = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0), (0x2EBF0, 0x2EE5D),
)  # fmt: skip
"""GB 18030-2022 and its first amendment: the basic block, extensions A to F, and I."""
NOWHERE = "\U000323b0"


def text_in(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def faces_of(content: bytes) -> set[str]:
    """The fonts that lie in the PDF."""
    found: set[str] = set()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        fonts = page["/Resources"].get("/Font", {})  # type: ignore[attr-defined]
        found |= {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    return found


def test_every_character_of_gb_18030_has_a_shape() -> None:
    """So no name that an identity card can bear is an empty box."""
    for first, last in OF_GB_18030:
        assert find_undrawable("".join(map(chr, range(first, last + 1)))) == ()


def test_the_marks_of_our_own_papers_and_sheets_have_a_shape() -> None:
    """Whatever stands in a template, a notice or a page of words: only a name or a typed word can be left for a pen."""
    root = Path(pdf_export.__file__).parents[1]
    ours = [*root.glob("documents/sources/*.txt"), *root.glob("documents/*.py"), *root.glob("web/words/**/*.py"),
            *root.glob("casework/documents/*.py"), *root.glob("web/templates/sheets/*.html")]  # fmt: skip
    assert len(ours) > 40
    assert find_undrawable("".join(path.read_text(encoding="utf-8") for path in ours)) == ()


@pytest.mark.parametrize("style", sorted(path.stem for path in STYLES.glob("*.typ") if path.stem != "common"))
def test_a_rare_name_stands_in_every_style_as_it_is_written(style: str) -> None:
    made = render_pdf(Markup('<p class="body">被附条件不起诉人{}，男</p>').format(NAMES), style, TITLE)
    assert f"被附条件不起诉人{NAMES}，男" in text_in(made)
    assert {"SunwardRareHan", "SunwardNewerHan"} <= {face.split("-")[0] for face in faces_of(made)}


def test_a_rare_name_is_set_though_the_machine_has_tidied_its_temporary_folder() -> None:
    """Many remove what nobody has used for ten days; the program runs for months."""
    pdf_export._fonts_in.cache_clear()
    pdf_export._fonts(True)  # they are known, and nothing was set in them yet
    shutil.rmtree(rare_files()[0].parent)
    typefaces._drawn_by.cache_clear()
    made = render_pdf(Markup("<p>{}</p>").format(NAMES), "paper", TITLE)
    assert NAMES in text_in(made)
    assert {"SunwardRareHan", "SunwardNewerHan"} <= {face.split("-")[0] for face in faces_of(made)}


def test_a_character_that_no_font_has_is_named_and_left_for_a_pen() -> None:
    """In its place and at the end; nothing else of the paper changes, and the unpacked fonts stay as they are."""
    made = text_in(render_pdf(Markup("<p>{}</p>").format(f"张{NOWHERE}😀 到案"), "paper", TITLE))
    assert "张＿＿〔手写 U+323B0〕＿＿〔手写 U+1F600〕 到案" in made
    assert "文中有2个字没有字形" in made
    assert "U+323B0、U+1F600" in made
    assert describe_characters(f"张{NOWHERE}") == [f"{NOWHERE} U+323B0"]
    assert "Word" in made
    sheet = text_in(render_pdf(Markup("<p>{}</p>").format(NOWHERE), "sheet", TITLE))
    assert "请手写：U+323B0" in sheet
    assert "Word" not in sheet  # a sheet has no such form
    assert "手写" not in text_in(render_pdf(Markup("<p>张三</p>"), "paper", TITLE))


def test_what_shows_nothing_needs_no_shape() -> None:
    """Joiners, selectors, spaces and line ends are not left for a pen."""
    assert find_undrawable("葛\U000e0100 \u200d\ufe0f\u3000\u00a0\n\t丁") == ()


@pytest.mark.parametrize("paper", [paper.code for paper in PAPERS])
def test_every_word_of_every_paper_is_in_its_copy(paper: str) -> None:
    """Tables, headings and long words without a space too."""
    content = copy_of(paper)
    assert _bare(tree_text(parse_tree(content))) <= _bare(text_in(render_pdf(content, "paper", TITLE)))


def copy_of(paper: str) -> Markup:
    """What is set of that paper, with something in every field."""
    values = make_sample_values(PAPERS_BY_CODE[paper])
    return docx_to_html(fill_template((TEMPLATES / f"{paper}.docx").read_bytes(), values))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render_pdf(copy_of("agreement"), "paper", TITLE) == render_pdf(copy_of("agreement"), "paper", TITLE)


def _bare(text: str) -> "Bag":
    return Bag(text)


class Bag(dict[str, int]):
    """How often each character stands in a text; spaces and what has no shape aside, for lines are broken anywhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        for each in text:
            if not each.isspace() and each != "\u200b":
                self[each] = self.get(each, 0) + 1

    def __le__(self, other: "Bag") -> bool:
        return all(other.get(each, 0) >= count for each, count in self.items())


def test_what_no_style_knows_is_set_as_its_text() -> None:
    made = text_in(render_pdf(Markup("<p>于<time datetime='x'>3月9日</time><kbd>到</kbd></p>"), "sheet", TITLE))
    assert "于3月9日到" in made


def test_a_long_cell_is_whole_over_two_pages() -> None:
    """A row that does not fit is broken, and never runs off the page."""
    long = "长" * 3000
    made = text_in(render_pdf(Markup("<table><tr><td>甲</td><td>{}</td></tr></table>").format(long), "paper", TITLE))
    assert made.count("长") == 3000


def test_the_packed_fonts_lie_there_with_their_licences() -> None:
    assert {path.name for path in RARE.iterdir()} == {
        "rare-han.ttf.xz", "newer-han.ttf.xz", "HANAZONO.txt", "ARPHICPL.txt",
    }  # fmt: skip
    for packed in RARE.glob("*.xz"):
        with lzma.open(packed) as font:
            assert font.read(4) == b"\0\1\0\0"


def test_the_unpacked_fonts_go_with_the_process(tmp_path: Path) -> None:
    """Nothing is left on the disk of the machine. A small file takes the place of the fonts, which take seconds."""
    (tmp_path / "small.ttf.xz").write_bytes(lzma.compress(b"a font"))
    unpacks = (
        "from documents import typefaces; typefaces.RARE = typefaces.Path(sys.argv[1]); file, = typefaces.rare_files()"
    )
    completed = subprocess.run(
        [sys.executable, "-c", f"import sys; {unpacks}; print(file, file.read_text())", str(tmp_path)],
        check=True, capture_output=True, text=True, cwd=Path(pdf_export.__file__).parents[1],
    )  # fmt: skip
    file, _, content = completed.stdout.strip().partition(" ")
    assert content == "a font"
    assert not Path(file).exists()


@pytest.mark.usefixtures("no_typesetter")
def test_where_the_typesetter_does_not_load_words_say_what_to_do() -> None:
    with pytest.raises(PdfUnavailable) as missing:
        require_pdf()
    assert "typst" in missing.value.reason.zh
    assert "Word" in missing.value.reason.en


def test_only_fonts_of_ours_and_the_official_faces_are_asked_for() -> None:
    """Each style's list of faces ends with ours, so that a machine without any font gives the same words."""
    common = (STYLES / "common.typ").read_text(encoding="utf-8")
    for family in ("Noto Serif SC", "Noto Sans SC", "Sunward Rare Han", "Sunward Newer Han"):
        assert f'"{family}"' in common
    families = set(pdf_export._fonts(True).families())
    assert {"Noto Serif SC", "Noto Sans SC", "Sunward Rare Han", "Sunward Newer Han", "DejaVu Sans Mono"} <= families
    assert typefaces.FIRST_RARE == 0x20000


def test_signatures_never_stand_alone_on_a_page_of_the_copy() -> None:
    """Wherever the page ends, the last words of the agreement are on the page on which it is signed."""
    paper = copy_of("agreement")
    for lines in range(0, 22, 3):
        made = render_pdf(Markup('<p class="body">行</p>') * lines + paper, "paper", TITLE)
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
        assert all("紧急联系" in page for page in pages if "方（签名" in page), lines
