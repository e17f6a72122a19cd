"""Models that can be read: curves, linear terms and rules, with scores on held-out rows."""

from dataexplain.models.additive import AdditiveClassifier, AdditiveRegressor
from dataexplain.models.aug_linear import AugLinearClassifier, AugLinearRegressor
from dataexplain.models.aug_tree import AugTreeClassifier, AugTreeRegressor
from dataexplain.models.curve import Curve
from dataexplain.models.reference import (
    ConstantClassifier,
    ConstantRegressor,
    ReferenceClassifier,
    ReferenceRegressor,
)
from dataexplain.models.rule import Condition, Rule
from dataexplain.models.rules import (
    RuleClassifier,
    RuleRegressor,
    ShallowTreeClassifier,
    ShallowTreeRegressor,
)
from dataexplain.models.scoring import (
    ModelScore,
    accuracy,
    area_under_curve,
    explained_variance,
    score_models,
)
from dataexplain.models.sparse import LinearTerm, SparseLinearClassifier, SparseLinearRegressor

__all__ = [
    "AdditiveClassifier",
    "AdditiveRegressor",
    "AugLinearClassifier",
    "AugLinearRegressor",
    "AugTreeClassifier",
    "AugTreeRegressor",
    "Condition",
    "ConstantClassifier",
    "ConstantRegressor",
    "Curve",
    "LinearTerm",
    "ModelScore",
    "ReferenceClassifier",
    "ReferenceRegressor",
    "Rule",
    "RuleClassifier",
    "RuleRegressor",
    "ShallowTreeClassifier",
    "ShallowTreeRegressor",
    "SparseLinearClassifier",
    "SparseLinearRegressor",
    "accuracy",
    "area_under_curve",
    "explained_variance",
    "score_models",
]
