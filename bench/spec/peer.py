"""Reads the same specs with Jinja2, PyYAML and pydantic, as OSMO does. Prints specs a second and what took part.

This is less than Sesamo does in the same run: the models check types and names, and no dependencies, sizes or times.
Without pydantic no model is built at all.
"""

import re
import sys
import time
from pathlib import Path

import jinja2
import yaml
from jinja2.sandbox import SandboxedEnvironment

try:
    from models import File

    models = "pydantic"
except ImportError:
    File = None
    models = "no model"

TOKENS = re.compile(r"\{\{(uuid|workflow_id|output|input:[^}]+|host:[^}]+)\}\}")
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def sections(text: str) -> dict[str, str]:
    """Cut a spec into its top-level parts."""
    parts = re.split(r"(?m)^(?=[a-zA-Z][a-zA-Z0-9_-]*:)", text)
    return {part.split(":", 1)[0]: part for part in parts if ":" in part}


def read(text: str) -> object:
    """Render the templates of a spec and parse it."""
    parts = sections(text)
    values = yaml.load(parts.get("default-values", "{}"), loader) or {}
    values = dict(values.get("default-values") or {}, storage_url="s3://corpus-bucket/osmo")
    guarded = TOKENS.sub(lambda match: "TOKEN" + match.group(1), parts["workflow"])
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined)
    spec = yaml.load(environment.from_string(guarded).render(**values), loader)
    return File.model_validate(spec) if File else spec


specs = [path.read_text() for path in sorted(Path(sys.argv[1]).rglob("*.yaml"))]
specs = [text for text in specs if re.search(r"(?m)^workflow:", text)]
begun, count = time.monotonic(), 0
while time.monotonic() - begun < float(sys.argv[2]):
    for spec in specs:
        try:
            read(spec)
        except (jinja2.TemplateError, yaml.YAMLError, ValueError):
            pass  # some specs are refused, as in Sesamo
        count += 1
print(f"{count / (time.monotonic() - begun):.0f} {loader.__name__}, {models}")
