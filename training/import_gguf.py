"""
Turns a GGUF (see `gguf_import/families.py` for the architectures) into the layout transformers.js loads.

    python training/import_gguf.py FILE.gguf --out FOLDER [--dtype q8]

Prints one JSON object a line: {"stage", "done", "total"} while it works, {"stage": "done", ...} with what was
made at the end. What cannot be taken is one sentence on the error stream and exit status 2; a full disk is
status 4. The folder is complete or absent.
"""

import argparse
import errno
import json
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from gguf_import import GgufFile, GgufWeights, make_tokenizer, read_metadata
from llama_graph import DTYPES, Refusal, write_config, write_model

REFUSED, DISK_FULL = 2, 4


def report(stage: str, **facts: Any) -> None:
    print(json.dumps({"stage": stage, **facts}), flush=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def convert(source: Path, folder: Path, dtype: str) -> dict[str, Any]:
    """Writes every file into an existing folder; returns facts about the model."""
    report("reading", done=0, total=1)
    file = GgufFile(source)
    config = read_metadata(file)
    tokenizer, configuration, special = make_tokenizer(file.metadata, config.context)
    report("reading", done=1, total=1)
    write_json(folder / "tokenizer.json", tokenizer)
    write_json(folder / "tokenizer_config.json", configuration)
    write_json(folder / "config.json", write_config(config, special.configuration()))
    write_json(folder / "generation_config.json", special.configuration())
    (folder / "onnx").mkdir()
    path = folder / "onnx" / DTYPES[dtype].file
    size = write_model(
        path,
        config,
        GgufWeights(file, config),
        dtype,
        lambda done, total: report("converting", done=done, total=total),
    )
    return {
        "name": file.metadata.get("general.name"),
        "licence": file.metadata.get("general.license"),
        "dtype": dtype,
        "vocabulary": config.vocabulary,
        "context": config.context,
        "bytes": size,
    }


def import_gguf(source: Path, out: Path, dtype: str) -> dict[str, Any]:
    """Works in a folder beside `out` and renames it."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"{out} exists and is not empty.")
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        facts = convert(source, part, dtype)
        if out.exists():
            out.rmdir()
        part.rename(out)
        return facts
    finally:
        shutil.rmtree(part, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dtype", choices=DTYPES, default="q8")
    arguments = parser.parse_args()
    # Ended from outside, it still removes what it began.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        facts = import_gguf(arguments.file, arguments.out, arguments.dtype)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(REFUSED)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or arguments.out}.", file=sys.stderr)
        sys.exit(DISK_FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else REFUSED)
    report("done", **facts)


if __name__ == "__main__":
    main()
