import numpy as np
import pytest

from dataexplain.readers.shapes import ShapeFitter
from tests.readers.profiles import noiseless


def chi_squared_of_everything(fitter):
    return float(fitter.target @ fitter.target)


def test_a_line_is_found():
    fitter = ShapeFitter(noiseless(lambda x: 3 * x))
    fit = fitter.line()
    assert fit.coefficients[0] == pytest.approx(3)
    assert fit.explained == pytest.approx(chi_squared_of_everything(fitter))
    assert fit.explained > 1.2 * fitter.step().explained


@pytest.mark.parametrize("turn", [2.0, 5.0, 8.5])
def test_a_step_is_found_where_it_is(turn):
    fitter = ShapeFitter(noiseless(lambda x: -2.0 * (x >= turn)))
    fit = fitter.step()
    assert fit.turn == pytest.approx(turn)
    assert fit.coefficients[0] == pytest.approx(-2)
    assert fit.explained == pytest.approx(chi_squared_of_everything(fitter))


@pytest.mark.parametrize("shape", ["hinge_low", "hinge_high"])
def test_a_hinge_is_found_with_its_flat_side(shape):
    turn = 5.25  # the centre of a stretch
    bound = np.minimum if shape == "hinge_low" else np.maximum
    fit = ShapeFitter(noiseless(lambda x: 2 * bound(x, turn))).hinge()
    assert (fit.shape, fit.turn) == (shape, pytest.approx(turn))
    assert fit.coefficients[0] == pytest.approx(2)


def test_a_bend_is_found_with_both_slopes():
    turn = 3.75
    fit = ShapeFitter(
        noiseless(lambda x: -1.0 * np.minimum(x, turn) + 4.0 * np.maximum(x, turn))
    ).bend()
    assert fit.turn == pytest.approx(turn)
    assert fit.coefficients == pytest.approx((-1, 4))
    assert fit.z[0] < -10
    assert fit.z[1] > 10


def test_a_jump_beyond_a_slope_is_found():
    fit = ShapeFitter(noiseless(lambda x: 0.5 * x + 3.0 * (x >= 6.0))).line_and_step()
    assert fit.turn == pytest.approx(6.0)
    assert fit.coefficients == pytest.approx((0.5, 3.0))


def test_z_is_the_coefficient_over_its_standard_error():
    """Half the noise doubles z and makes four times the chi-squared."""
    fits = [ShapeFitter(noiseless(lambda x: x, error=error)).line() for error in (0.2, 0.1)]
    assert fits[1].z[0] == pytest.approx(2 * fits[0].z[0])
    assert fits[1].explained == pytest.approx(4 * fits[0].explained)
    assert fits[0].explained == pytest.approx(fits[0].z[0] ** 2)


def test_two_stretches_have_no_bend():
    fitter = ShapeFitter(noiseless(lambda x: x, stretches=2))
    assert fitter.bend().shape == fitter.hinge().shape == "none"
    assert fitter.step().explained == pytest.approx(fitter.line().explained)
