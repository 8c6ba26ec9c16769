print('alpha', __name__, __package__)
from . import beta
from .beta import shared as renamed
def call(): return beta.back(), renamed
