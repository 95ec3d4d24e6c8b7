"""`template`, `columns`, `profiles`, `definitions`, `words`: what the product asks of files, and what its figures mean."""

import argparse
from pathlib import Path

from cx.cli.speech import Speech
from cx.contracts.documentation import columns_markdown, template_csv
from cx.contracts.extracts import EXTRACTS


def template(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print an empty CSV with the extract's columns."""
    speech.reply.out(template_csv(EXTRACTS[arguments.extract]))
    return 0


def columns(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the documentation of every column."""
    speech.reply.out(columns_markdown(speech.words))
    return 0


def profiles(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print which exports are recognised, by what, and what is made of their columns."""
    from cx.ingest.profile_document import profiles_markdown

    speech.reply.out(profiles_markdown(speech.words))
    return 0


def words(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the catalogue of messages for translators."""
    from cx.contracts.catalogue import catalogue

    speech.reply.out(catalogue(Path(__file__).resolve().parents[2]))
    return 0


def definitions(arguments: argparse.Namespace, speech: Speech) -> int:
    """Print the documentation of every metric."""
    from cx.story.definitions import definitions_markdown

    speech.reply.out(definitions_markdown(speech.words))
    return 0
