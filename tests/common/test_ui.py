"""The partials, the filters behind them and the files that the browser loads."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.template.loader import get_template, render_to_string
from django.test import override_settings
from django.utils.translation import override

from common.gallery import SYMBOL, ExampleForm, gallery
from common.templatetags import ui

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        ("nl", Decimal("2776.26"), "€\u00a02.776,26"),
        ("en", Decimal("2776.26"), "€2,776.26"),
        ("nl", Decimal(-45), "€\u00a0-45,00"),
        ("en", Decimal(-45), "-€45.00"),
        ("nl", "1234567.5", "€\u00a01.234.567,50"),
        ("nl", 0, "€\u00a00,00"),
        ("nl", None, ""),
    ],
)
def test_money_is_written_as_the_language_does(language, amount, written):
    with override(language):
        assert ui.money(amount) == written


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Samira El Idrissi", "SE"),
        ("Joost van Dalen", "JD"),
        ("N.D. de Vries", "NV"),
        ("Fatma Çelik", "FÇ"),
        ("Milan", "M"),
        ("", ""),
    ],
)
def test_initials_skip_the_small_words_of_a_name(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("written", "on_the_door"),
    [("116-bis", "116b"), ("58-2", "58"), ("81-huis", "81"), ("14 a", "14A"), ("Kade 240-A", "240A"), ("", "")],
)
def test_a_house_number_is_shortened_to_fit_on_a_door(written, on_the_door):
    assert ui.door_number(written) == on_the_door


def test_a_door_takes_a_dwelling_as_well():
    assert ui.door_number(SimpleNamespace(number=116, letter="", addition="bis")) == "116b"
    assert ui.door_number(SimpleNamespace(number=12, letter="C", addition="2")) == "12C"


def test_days_and_times_are_those_of_amsterdam_in_the_words_of_the_reader():
    at = datetime(2026, 5, 12, 8, 2, tzinfo=UTC)
    with override("nl"):
        assert ui.moment(at) == "dinsdag 12 mei, 10.02"
        assert ui.short_day(at.date()) == "di 12 mei"
    with override("en"):
        assert ui.moment(at) == "Tuesday 12 May, 10:02"


def test_a_share_of_nothing_is_no_bar():
    assert ui.share(3, 0) == "0%"
    assert ui.share(143, 412) == "34.7%"
    assert ui.percentage(3, 0) == ""


def test_an_icon_is_silent_beside_a_word_and_named_alone():
    assert 'aria-hidden="true"' in ui.icon("done")
    assert 'role="img" aria-label="More &lt;actions&gt;"' in ui.icon("more", "More <actions>")


def test_a_field_in_error_says_so_in_words_and_to_a_screen_reader():
    form = ExampleForm({"promise": "", "when": "2026-02-31"})
    html = render_to_string("ui/_field.html", {"field": form["promise"]})

    assert 'class="field field--error"' in html
    assert 'aria-describedby="id_promise_helptext id_promise_error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'id="id_promise_error">.*<span>Vul dit in|id="id_promise_error">.*<span>Fill this in', html)


def test_the_error_summary_leads_to_each_field_that_is_on_the_page():
    form = ExampleForm({})
    summary = render_to_string("ui/_error_summary.html", {"form": form})
    fields = "".join(render_to_string("ui/_field.html", {"field": field}) for field in form)

    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(form.errors)
    assert set(targets) <= set(re.findall(r'id="([^"]+)"', fields))


def test_a_date_picker_gets_its_value_in_the_one_form_it_reads():
    with override("nl"):
        html = ui.control(ExampleForm(initial={"when": date(2026, 5, 12)})["when"])

    assert 'value="2026-05-12"' in html


def test_an_error_of_the_whole_form_stands_in_the_summary_without_a_link():
    form = ExampleForm({})
    form.add_error(None, "Somebody was before you")

    assert ui.all_errors(form)[0] == ui.FieldError("", "", "Somebody was before you")


def test_answers_are_a_group_with_their_small_lines():
    class Form(forms.Form):
        decision = forms.ChoiceField(choices=[(1, "Visit"), (2, "None")], widget=forms.RadioSelect)

    form = Form()
    form.fields["decision"].widget.hints = {2: "for now"}
    html = render_to_string("ui/_field.html", {"field": form["decision"]})

    assert html.count('<fieldset class="fieldset"') == 1
    assert html.count('type="radio"') == 2
    assert html.count('<span class="choice__hint">for now</span>') == 1


class Missing(str):
    """Stands in for a variable that a template names but nobody gave."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"a template asks for {variable}")


@pytest.mark.parametrize("query", ["", "?errors"])
def test_no_partial_asks_for_a_variable_that_its_caller_may_leave_out(rf, monkeypatch, query):
    request = rf.get(f"/ui/{query}")
    request.user = AnonymousUser()
    engine = get_template("ui/gallery.html").template.engine  # type: ignore[attr-defined]
    monkeypatch.setattr(engine, "string_if_invalid", Missing("%s"))

    assert gallery(request).status_code == 200


def test_every_partial_is_in_the_gallery_or_in_a_base():
    text = "\n".join(page.read_text() for page in PAGES)
    unused = [p.name for p in sorted((TEMPLATES / "ui").glob("_*.html")) if f'"ui/{p.name}"' not in text]

    assert set(unused) <= {"_back.html"}  # needs a page around it


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_template_compiles_and_includes_what_is_there(page):
    get_template(str(page.relative_to(TEMPLATES)))

    for included in re.findall(r'{% (?:include|extends) "([^"]+)"', page.read_text()):
        assert (TEMPLATES / included).exists(), included


def test_every_icon_that_a_template_names_is_in_the_sprite():
    known = set(SYMBOL.findall((STATIC / "icons.svg").read_text()))
    named = {
        name
        for page in PAGES
        for name in re.findall(r'{% icon "([\w-]+)"|\bicon="([\w-]+)"|icons\.svg\' %}#([\w-]+)', page.read_text())
        for name in name
        if name
    }

    assert named
    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_templates_hold_no_inline_style_or_script(page):
    text = page.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_vendored_code_is_what_its_list_says():
    listed = dict(
        re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (STATIC / "vendor/MANIFEST.md").read_text(), re.MULTILINE)
    )
    present = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (STATIC / "vendor").iterdir()
        if file.suffix in {".js", ".css"}
    }

    assert present == listed


def test_the_stylesheet_imports_every_file_once():
    imported = re.findall(r'@import url\("([^"]+)"\)', (STATIC / "css/outreach.css").read_text())
    present = {str(p.relative_to(STATIC / "css")) for p in (STATIC / "css").rglob("*.css")} - {
        "outreach.css",
        "pdf.css",
    }

    assert len(imported) == len(set(imported))
    assert set(imported) == present


@pytest.fixture
def collected(tmp_path):
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "outreach.staticfiles.OutreachStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path / "static", STORAGES=storages, STATICFILES_DIRS=[STATIC]):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["rest_framework", "django_htmx"])
        yield tmp_path / "static"


def test_collectstatic_joins_one_stylesheet_with_its_layers_and_fonts(collected):
    (joined,) = [file for file in (collected / "css").glob("outreach.*.css") if file.suffix == ".css"]
    css = joined.read_text()

    assert "@import" not in css
    assert css.index("@layer tokens, base") < css.index("@layer tokens {") < css.index("@layer base {")
    assert "@media print {" in css
    assert css.count("{") == css.count("}")
    for font in re.findall(r'url\("([^"]+\.woff2)"\)', css):
        assert (joined.parent / font).exists()


def test_collectstatic_a_second_time_gives_the_same_stylesheet(collected):
    first = sorted(file.name for file in (collected / "css").glob("outreach.*"))

    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["rest_framework", "django_htmx"])

    assert sorted(file.name for file in (collected / "css").glob("outreach.*")) == first


def test_the_page_for_a_fault_of_ours_needs_no_context_and_no_database():
    html = get_template("500.html").render()

    assert "<h1>" in html
    assert "/static/css/outreach.css" in html


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_the_pages_for_what_was_refused_need_no_context(template):
    html = get_template(template).render()

    assert html.count("<h1>") == 1
    assert 'href="/"' in html
