import json

import numpy as np
import pandas as pd
from hypothesis import given, settings

from dataexplain.claims import Condition, Contrast, Membership, Position, Region
from tests.claims.claims_for_tests import contrasts


@settings(max_examples=40, deadline=None)
@given(contrasts())
def test_a_contrast_survives_json(contrast):
    assert Contrast.from_dict(json.loads(json.dumps(contrast.to_dict()))) == contrast


def test_membership_is_one_inside_and_position_runs_from_low_to_high():
    frame = pd.DataFrame({"x": [0.0, 5.0, 10.0, np.nan]})
    assert Membership(Region((Condition("x", low=5.0),))).values(frame).tolist() == [0, 1, 1, 0]
    np.testing.assert_array_equal(Position("x", 5.0, 15.0).values(frame), [-0.5, 0, 0.5, np.nan])
