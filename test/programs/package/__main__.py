import sys
from .sub.deep import up
print('main of package', __name__, __package__, sys.argv[1:], up())
