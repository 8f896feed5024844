"""Converts a subtitle file with pysubs2.

    convert_subtitles.py INPUT INPUT_FORMAT OUTPUT OUTPUT_FORMAT        formats as pysubs2 names them: srt, vtt
"""

import sys

import pysubs2

source, source_format, target, target_format = sys.argv[1:]
pysubs2.load(source, encoding="utf-8", format_=source_format).save(target, encoding="utf-8", format_=target_format)
