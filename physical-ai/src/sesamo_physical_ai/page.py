"""The report as one HTML page. Every figure in it comes from the files of the stages."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from sesamo_physical_ai.files import percent
from sesamo_physical_ai.plots import Plot
from sesamo_physical_ai.reach_task import CONTROL_PERIOD, LONGEST_DELAY

ERROR_BINS = np.linspace(0, 4, 33)
"""centimetres; what is beyond stands in the last bar"""


@dataclass(frozen=True)
class Facts:
    """What the stages wrote."""

    arm: dict[str, Any]
    validation: dict[str, Any]
    data_set: dict[str, Any]
    training: dict[str, Any]
    perception: dict[str, Any]
    test: dict[str, Any]
    preview: bytes
    overlay: bytes
    animation: bytes


def picture(content: bytes, kind: str, description: str, caption: str, wide: bool = False) -> str:
    """Put a picture into the page itself."""
    data = base64.b64encode(content).decode()
    image = f'<img src="data:image/{kind};base64,{data}" alt="{escape(description)}">'
    return (f'<figure>{f"""<div class="wide">{image}</div>""" if wide else image}'
            f'<figcaption>{escape(caption)}</figcaption></figure>')


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table; cells are HTML."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="rows"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def section(number: int, title: str, introduction: str, *contents: str) -> str:
    """Write a numbered section with an introduction in plain text."""
    return (f"<section><h2><span>{number}</span>{escape(title)}</h2><p>{escape(introduction)}</p>"
            f"{''.join(contents)}</section>")


def figures(pairs: dict[str, str]) -> str:
    """Write large figures with their names."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs.items())
    return f'<dl class="figures">{items}</dl>'


def header(facts: Facts) -> str:
    """The verdict, the film, and the figures that matter most."""
    test, passed = facts.test, facts.test["passed"]
    verdict = f"Gate {'passed' if passed else 'failed'}: at least {percent(test['gate'])} must succeed"
    return f"""<header><div>
<span class="verdict {'good' if passed else 'bad'}">{escape(verdict)}</span>
<h1>{escape(facts.arm['robot'])} learns to reach</h1>
<p class="lead">A simulated robot arm learned in NVIDIA Newton to bring the point between its jaws to any point in
front of it. Then it was tested in {escape(test['simulator'])}, another simulator, where every episode has an arm that
is a little different: {percent(test['success_rate'])} of {test['episodes']} episodes ended within 2 cm.</p>
</div>{picture(facts.animation, "webp", "Four simulated arms move to green balls",
               "Tested episodes, replayed by Newton's ray tracer. Green: the target.")}</header>
""" + figures({
        "success in the test": percent(test["success_rate"]), "median error": f"{test['median_error_cm']:.2f} cm",
        "95th percentile": f"{test['p95_error_cm']:.2f} cm", "training steps": f"{facts.training['steps'] / 1000:.0f}k",
        "training time": f"{facts.training['seconds']:.0f} s",
        "mean IoU of vision": f"{facts.perception['mean_iou']:.2f}"})


def model_section(facts: Facts) -> str:
    """The robot model and its checks."""
    arm = facts.arm
    rows = [[f'<b class="{"good" if check["passed"] else "bad"}">{"passed" if check["passed"] else "failed"}</b>',
             escape(check["check"]), escape(check["found"])] for check in facts.validation["checks"]]
    source = f"{arm['package']} {arm['version']}, licence {arm['licence']}. {arm['note']}"
    return section(1, "The robot model", source, table(["", "Check", "Found"], rows))


def data_section(facts: Facts) -> str:
    """The synthetic pictures."""
    data = facts.data_set
    text = (f"{data['views']} views of {data['worlds']} worlds with {data['annotations']:,} annotations, ray-traced "
            f"on the {data['device'].upper()} at {data['views_per_second']:.0f} views a second. Poses, objects, "
            "colours, light and camera are random.")
    return section(2, "Synthetic pictures", text,
                   picture(facts.preview, "png", "Pictures, classes and depth", "From above: colour, classes, depth.",
                           wide=True))


def training_section(facts: Facts) -> str:
    """How the policy learned."""
    training = facts.training
    curve, randomised = training["curve"], training["randomised"]
    steps = [row["steps"] for row in curve]
    success = Plot("Success rate by training steps", "control steps", "success rate", steps[-1], 1)
    success.line(steps, [row["success_rate"] for row in curve], "green")
    ended = [row for row in curve if row["mean_distance_cm"] > 0]
    distance = Plot("Mean final distance by training steps", "control steps", "distance in cm", steps[-1],
                    max([row["mean_distance_cm"] for row in ended], default=1))
    distance.line([row["steps"] for row in ended], [row["mean_distance_cm"] for row in ended], "amber")
    text = (f"Proximal policy optimisation in {training['worlds']} worlds of Newton on the "
            f"{training['device'].upper()}. Randomised: masses by ±{percent(randomised['mass_spread'])}, commands "
            f"late by 0 to {randomised['longest_delay_ms']} ms, noise on measured angles of "
            f"{randomised['angle_noise_rad']} rad. The last episodes of training succeeded in "
            f"{percent(training['success_rate'])}.")
    return section(3, "Learning in Newton", text, f'<div class="pair">{success.svg()}{distance.svg()}</div>')


def perception_section(facts: Facts) -> str:
    """How well the network sees."""
    seen = facts.perception
    history = seen["history"]
    epochs = [0, *(row["epoch"] for row in history)]
    plot = Plot("IoU by epoch", "epoch", "IoU on unseen worlds", epochs[-1], 1)
    colours = dict(zip(seen["iou"], ("green", "amber", "blue")))
    for name, colour in colours.items():
        plot.line(epochs[1:], [row["iou"][name] for row in history], colour)
    key = " · ".join(f'<b class="{colour}">{escape(name)}</b> {seen["iou"][name]:.2f}'
                     for name, colour in colours.items())
    text = (f"A small convolutional network learned from {seen['training_pictures']} pictures and was judged on "
            f"{seen['held_out_pictures']} of worlds it never saw. As an ONNX file it gives the same numbers within "
            f"{seen['onnx_largest_difference']:.0e}. It does not steer the arm in this run.")
    left = f'<div>{plot.svg()}<p class="key">{key}</p></div>'
    right = picture(facts.overlay, "png", "Pictures and what the network sees",
                    "Unseen pictures, and below what the network sees: arm in yellow, objects in blue.")
    return section(4, "Seeing", text, f'<div class="pair">{left}{right}</div>')


def error_histogram(episodes: list[dict[str, Any]]) -> Plot:
    """Count episodes by their error."""
    errors = np.minimum([episode["error_cm"] for episode in episodes], ERROR_BINS[-1] - 1e-6)
    counts, _ = np.histogram(errors, ERROR_BINS)
    plot = Plot("Episodes by error", "error in cm (the last bar: and more)", "episodes", float(ERROR_BINS[-1]),
                float(counts.max()))
    for left, right, count in zip(ERROR_BINS[:-1], ERROR_BINS[1:], counts):
        if count:
            plot.bar(left, right, int(count), "green" if right <= 2 else "red")
    plot.upright(2, "2 cm")
    return plot


def delay_plot(episodes: list[dict[str, Any]]) -> Plot:
    """Show each episode's error over the delay of its commands, spread a little so that dots do not hide others."""
    top = float(ERROR_BINS[-1])
    columns = {delay + 0.5: f"{delay * CONTROL_PERIOD * 1000:.0f} ms" for delay in range(LONGEST_DELAY + 1)}
    plot = Plot("Error by delay", "delay of commands", "error in cm", LONGEST_DELAY + 1, top, columns)
    for episode in episodes:
        # Multiples of the golden ratio, less their whole part, spread evenly however many there are.
        spread = (episode["episode"] * 0.618034 % 1 - 0.5) * 0.7
        hint = f"episode {episode['episode']}: {episode['error_cm']} cm"
        plot.dot(episode["delay_steps"] + 0.5 + spread, episode["error_cm"],
                 "green" if episode["reached"] else "red", hint)
    plot.level(2, "2 cm")
    return plot


def test_section(facts: Facts) -> str:
    """What the test in the other simulator found."""
    test = facts.test
    conditions = ["mass_factor", "servo_gain_factor", "damping_factor", "friction_factor", "payload_kg",
                  "angle_noise_rad", "delay_steps"]
    rows = []
    for name in conditions:
        values = [episode[name] for episode in test["per_episode"]]
        rows.append([escape(name.replace("_", " ")), f"{min(values):g} to {max(values):g}"])
    reach = test["median_seconds_to_reach"]
    text = (f"{test['episodes']} episodes on the full model with meshes, floor and contacts. An episode succeeds if "
            f"its mean error over the last 0.2 s is below 2 cm. "
            + (f"The median arm comes within 2 cm after {reach:.2f} s. " if reach is not None else "")
            + f"Training had delays of up to {test['trained_with_delay_ms']} ms.")
    return section(5, "Test in another simulator", text,
                   f'<div class="pair">{error_histogram(test["per_episode"]).svg()}'
                   f'{delay_plot(test["per_episode"]).svg()}</div>',
                   table(["What differs between episodes", "Drawn here"], rows))


def limits_section(facts: Facts) -> str:
    """What the run does not show, and what it was made of."""
    points = [
        "All of this is simulation. No real arm was moved, and success here does not promise success there.",
        facts.arm["note"],
        "Newton's solver and MuJoCo share their roots: the test is another program with other dynamics, floor and "
        "contacts, but not an independent theory of physics.",
        "Speeds were measured on the machine that ran this, and differ elsewhere.",
        "The same seed gives the same policy on the same kind of processor; other processors may round differently.",
    ]
    if any(part["quick"] for part in (facts.training, facts.perception, facts.test, facts.data_set)):
        points.insert(0, "This was a quick run: trained for a shorter time, on less data, than the default run.")
    hashes = [["policy", facts.training["policy_sha256"]], ["segmentation network", facts.perception["network_sha256"]],
              ["tested policy", facts.test["policy_sha256"]], *facts.arm["sha256"].items()]
    rows = [[escape(name), f"<code>{escape(digest)}</code>"] for name, digest in hashes if ".stl" not in name]
    software = ", ".join(f"{name} {version}" for name, version in facts.arm["software"].items())
    items = "".join(f"<li>{escape(point)}</li>" for point in points)
    return section(6, "What this does not show", "Read the figures above with this in mind.", f"<ul>{items}</ul>",
                   f'<details><summary>Files and their SHA-256</summary>{table(["File", "SHA-256"], rows)}</details>',
                   f'<p class="key">Seed {facts.training["seed"]}. {escape(software)}.</p>')


def write_page(facts: Facts) -> str:
    """Put the page together."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    parts = (header, model_section, data_section, training_section, perception_section, test_section, limits_section)
    return ('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(facts.arm['robot'])} learns to reach</title><style>{style}</style></head>"
            f"<body><main>{''.join(part(facts) for part in parts)}</main></body></html>\n")
