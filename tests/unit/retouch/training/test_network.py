"""Training and its network, where torch is there; elsewhere these say that they were not run."""

import cv2
import numpy as np
import pytest

from retouch import networks
from retouch.errors import WeightsUnavailable

torch = pytest.importorskip("torch", reason="training needs torch: install requirements-ml.txt")

import onnx  # noqa: E402

from retouch.on_gpu import TorchNetwork, filled  # noqa: E402
from retouch.training.crops import Crops  # noqa: E402
from retouch.training.export import read_run, write_onnx  # noqa: E402
from retouch.training.losses import loss_of  # noqa: E402
from retouch.training.network import OUTPUTS, Seer, fold_norms  # noqa: E402
from retouch.training.train import start  # noqa: E402


@pytest.mark.filterwarnings("ignore")  # the exporter whose form OpenCV reads warns of its age and its folding
def test_opencv_and_torch_say_the_same(tmp_path):
    torch.manual_seed(3)
    network = Seer()
    fold_norms(network.encoder)
    network.eval()
    write_onnx(network, tmp_path / "seer.onnx")
    picture = torch.rand(1, 3, 96, 128) * 2 - 1
    with torch.no_grad():
        expected = network(picture).numpy()
    net = cv2.dnn.readNetFromONNX(str(tmp_path / "seer.onnx"))
    net.setInput(picture.numpy())
    assert np.abs(net.forward() - expected).max() < 1e-4


def test_the_committed_file_has_the_outputs_that_the_list_names():
    maps = networks._Network("seer").run(np.zeros((1, 3, 64, 64), np.float32))
    assert maps.shape == (1, len(OUTPUTS), 64, 64)


def test_a_right_guess_costs_less_than_a_wrong_one_and_a_filled_link_most():
    truth = torch.zeros(1, 4, 64, 64)
    truth[:, :2, 10:54, 10:54] = 1.0
    truth[:, :2, 28:36, 28:36] = 0.0  # the opening
    right = torch.cat([truth[:, :4], torch.zeros(1, 1, 64, 64)], 1) * 12 - 6
    filled, frayed = right.clone(), right.clone()
    filled[:, 0, 28:36, 28:36] = 6.0
    frayed[:, 0, 0:8, 0:8] = 6.0
    cost = [float(loss_of(guess, truth)[0]) for guess in (right, frayed, filled)]
    assert cost == sorted(cost)
    assert cost[2] - cost[0] > 1.3 * (cost[1] - cost[0])


def test_a_crop_keeps_photo_and_truth_together(tmp_path):
    truth = np.zeros((400, 500, 4), np.uint8)
    truth[100:300, 150:350, :2] = 255
    photo = np.full((400, 500, 3), 220, np.uint8)
    photo[100:300, 150:350] = 20
    cv2.imwrite(str(tmp_path / "000000-0.jpg"), photo, [cv2.IMWRITE_JPEG_QUALITY, 100])
    cv2.imwrite(str(tmp_path / "000000-0.png"), truth)
    crops = Crops(tmp_path, side=160, seed=1)
    for picture, maps in (crops.crop(tmp_path / "000000-0.jpg", np.random.default_rng(k)) for k in range(6)):
        assert (picture.shape, maps.shape) == ((3, 160, 160), (4, 160, 160))
        dark, piece = picture.mean(0) < 0, maps[0] > 0.5
        assert (dark == piece).float().mean() > 0.95


def test_the_committed_weights_say_in_torch_what_they_say_in_opencv():
    pictures = np.random.default_rng(4).uniform(-1, 1, (2, 3, 96, 160)).astype(np.float32)
    at_once = TorchNetwork("cpu").run(pictures)
    for picture, maps in zip(pictures, at_once, strict=True):
        assert np.abs(networks._Network("seer").run(picture[None])[0] - maps).max() < 1e-4


@pytest.mark.filterwarnings("ignore")
def test_a_run_goes_on_from_the_committed_network_and_from_its_own_checkpoint(tmp_path):
    committed = onnx.load(networks.WEIGHTS / "seer.onnx")
    settings = {"rate": 1e-3, "decay": 0.0}
    run = start(filled(committed), tmp_path, settings, "cpu")
    picture, truth = torch.rand(2, 3, 64, 64), torch.rand(2, 4, 64, 64)
    costs = [sum(run.learn(picture, truth, "cpu").values()) for _ in range(6)]
    assert costs[-1] < costs[0]
    run.save()
    resumed = start(filled(committed), tmp_path, settings, "cpu")
    assert resumed.steps == 6
    learned = resumed.network.state_dict()
    assert all(torch.equal(value, learned[name]) for name, value in run.network.state_dict().items())
    exported, steps, _ = read_run(tmp_path)
    assert steps == 6
    write_onnx(exported, tmp_path / "seer.onnx")
    again = filled(onnx.load(tmp_path / "seer.onnx")).eval()
    with torch.no_grad():
        assert (again(picture) - exported(picture)).abs().max() < 1e-5


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_said_and_not_replaced():
    with pytest.raises(WeightsUnavailable, match="no GPU"):
        TorchNetwork("cuda")
