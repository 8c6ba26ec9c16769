from .. import value
from ..beta import shared
def up(): return value, shared, __package__
