"""`template`, `columns`, `definitions`, `words`: what the product asks of files, and what its figures mean."""

import argparse
from pathlib import Path

from cx.cli.speech import Speech
from cx.contracts.catalogue import catalogue
from cx.contracts.documentation import columns_markdown, template_csv
from cx.contracts.extracts import EXTRACTS
from cx.story.definitions import definitions_markdown


def template(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print an empty CSV with the extract's columns."""
    speech.reply.out(template_csv(EXTRACTS[arguments.extract]))
    return 0


def columns(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the documentation of every column."""
    speech.reply.out(columns_markdown(speech.words))
    return 0


def words(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the catalogue of messages for translators."""
    speech.reply.out(catalogue(Path(__file__).resolve().parents[2]))
    return 0


def definitions(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the documentation of every metric."""
    speech.reply.out(definitions_markdown(speech.words))
    return 0
