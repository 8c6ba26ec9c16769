print('package init', __name__, __package__, __path__ is not None)
__all__ = ['alpha', 'value']
value = 5
from . import alpha
def __getattr__(name):
    if name == 'lazy': return 'made lazily'
    raise AttributeError(f'package has no {name}')
