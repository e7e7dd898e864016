"""Lines of the table say what was measured, whether it meets the goal, and why where it was not measured."""

from copy import deepcopy
from io import StringIO

import pytest
from rich.console import Console

from retouch.bench.report import show, table
from retouch.bench.rows import Run, lines

MATTE = {"mae": 0.02, "gradient": 1.0, "boundary": 0.05, "thin_recall": 0.98, "thin_precision": 0.8}
RECORD = {
    "name": "000-ring-band",
    "facts": {"category": "ring", "dulled": True},
    "state": "done",
    "confidence": 0.9,
    "matte": MATTE,
    "peers": {"u2net": {**MATTE, "mae": 0.2}, "isnet": {**MATTE, "mae": 0.05}},
    "iou_metal": 0.95,
    "iou_gem": 0.7,
    "look": {
        "tone_before": 6.0, "tone_after": 1.5, "color_before": 5.0, "color_after": 1.0, "blown_before": 200,
        "blown_after": 10, "new_flat": 0, "facets": 1.3, "clipped_more": 0.0, "hue_to_clean": 3.0,
    },
    "stones": {"facets": 1.2, "clipped_more": 0.0, "hue": 0.5},
    "spots": {"counts": [10, 9, 10, 9, 2, 2], "error": [100.0, 300], "harmed": 0, "protected": 5},
    "undeclared": 0,
    "astray": {"metal_tone": 0.001, "gems": 0.0, "spot_removal": 0.02},
    "border_white": 1.0,
}  # fmt: skip


def line(name: str, run: Run):
    return next(one for one in lines(run) if name in one.name)


def test_the_better_peer_is_the_measure_in_each_category():
    found = line("band, ring", Run([RECORD]))
    assert found.met is True
    assert found.others == {"U²-Net": "0.2000", "ISNet": "0.0500"}
    worse = deepcopy(RECORD)
    worse["matte"]["mae"] = 0.03
    assert line("band, ring", Run([worse])).met is False


def test_without_peers_nothing_is_said_of_half_of_theirs():
    alone = {key: value for key, value in RECORD.items() if key != "peers"}
    assert line("band, all", Run([alone])).met is None


@pytest.mark.parametrize(
    ("name", "met"),
    [
        ("thin recall", True), ("thin precision", False), ("IoU metal", True), ("IoU gem", False),
        ("clean picture, median", True), ("got worse", True), ("burnt-out", True), ("new flat", True),
        ("on dulled stones", True), ("hue shift", True), ("F1", True), ("PSNR", True), ("damage", True),
        ("declared", True), ("by metal_tone", True), ("by spot_removal", False), ("border", True),
    ],
)  # fmt: skip
def test_a_goal_is_met_or_not(name, met):
    assert line(name, Run([RECORD])).met is met


def test_a_tone_below_the_limit_that_ends_above_it_got_worse():
    record = deepcopy(RECORD)
    record["look"] |= {"tone_before": 1.0, "tone_after": 2.5}
    assert line("got worse", Run([record])).met is False


def test_what_was_not_measured_says_why():
    run = Run([RECORD], skipped={"gate": "the machine was on fire"})
    assert line("gate: caught", run).found == "not measured, because the machine was on fire"
    assert "not measured, because" in line("on clean stones", run).found
    assert line("gate: caught", run).met is None


def test_the_gate_and_the_speed_are_held_against_their_goals():
    gate = {"caught": 0.99, "passed": 0.9, "caught_of": 100, "passed_of": 70}
    speed = {"seconds": 2.0, "files": 0.2, "isnet": 4.0, "large": {"peak_mb": 1400.0, "seconds": 20.0}}
    run = Run(
        [RECORD], sets=[{"before": 10.0, "after": 1.0, "name": "a", "shots": 4}], gate=gate, speed=speed
    )
    assert (line("gate: caught", run).met, line("gate: passed", run).met) == (True, False)
    assert line("4 MP", run).found.startswith("0.50×")
    assert line("peak memory", run).met is True
    assert line("catalog spread", run).met is True


def test_a_scene_that_found_no_piece_counts_as_a_missed_cut_out():
    bare = {key: RECORD[key] for key in ("name", "facts", "state", "matte", "confidence")}
    found = lines(Run([bare]))
    assert any("spots" in one.name for one in found)


def test_the_table_and_the_file_hold_every_line(tmp_path):
    run, target = Run([RECORD]), tmp_path / "bench.json"
    out = StringIO()
    Console(file=out, width=170).print(table(lines(run), {"cores": 2}, "one scene"))
    assert "thin recall" in out.getvalue()
    assert "cores 2" in out.getvalue()
    show(run, {"cores": 2}, "one scene", target)
    assert '"iou_gem": 0.7' in target.read_text()


def of_confidence(*scenes):
    """Scenes of falling confidence with these errors of their outlines."""
    records = [
        {**RECORD, "confidence": 1 - number / 20, "matte": {**MATTE, "boundary": error}}
        for number, error in enumerate(scenes)
    ]
    return line("surest scenes", Run(records)).met


def test_confidence_means_something_where_the_error_rises_with_the_share():
    assert of_confidence(*(0.02 * number for number in range(10))) is True
    assert of_confidence(*(0.02 * number for number in reversed(range(10)))) is False
    assert of_confidence(0.05) is None


def test_one_scene_that_is_surest_and_cut_badly_breaks_the_curve_though_most_others_rise():
    assert of_confidence(0.4, *(0.02 * number for number in range(9)), 0.5) is False


def test_a_dip_of_a_fiftieth_of_the_whole_error_is_no_dip():
    assert of_confidence(0.100, 0.097, *[0.1] * 8) is True  # 0.100, then 0.0985
    assert of_confidence(0.100, 0.095, *[0.1] * 8) is False  # then 0.0975


def test_pictures_on_white_already_say_how_near_they_stay_and_a_second_pass_has_a_goal():
    near, far = {"mean": 0.4, "most": 2.0}, {"mean": 1.2, "most": 5.0}
    white = [{"first": far, "second": near}, {"first": near, "second": near}, {"first": None, "second": None}]
    run = Run([RECORD], white=white)
    first, second = line("already on white", run), line("retouched again", run)
    assert (first.met, second.met) == (None, True)
    assert first.found.startswith(
        "mean 0.80, 99th percentile 3.50; of a scene at worst 1.20 and 5.00 (2 of 3"
    )
    worse = Run([RECORD], white=[{"first": far, "second": far}])
    assert line("retouched again", worse).met is False
    assert "not measured, because" in line("already on white", Run([RECORD])).found
    left = Run([RECORD], skipped={"white": "it was asked to be left out"})
    assert line("already on white", left).found == "not measured, because it was asked to be left out"


def test_both_paths_agree_on_a_gpu_or_the_line_says_that_there_was_none():
    figures = {
        "within": 0.9995,
        "worst": 3,
        "photos": 2,
        "seconds": [4.0, 2.0],
        "device": "a GPU",
        "gpu": True,
    }
    assert line("CPU and GPU", Run([RECORD], devices=figures)).met is True
    alone = line("CPU and GPU", Run([RECORD], devices=figures | {"gpu": False, "device": "torch on the CPU"}))
    assert alone.met is None
    assert "no GPU here" in alone.found
