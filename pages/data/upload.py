"""Upload: exports in, with everything shown before it is loaded."""

from cx.ui.upload import show_upload

show_upload()
