# a package with relative imports, __all__, lazy attributes, circular imports, errors, reload, -m through runpy.
import importlib, runpy, sys
import package.alpha as alpha, package.sub.deep
from package import *
print(alpha.call(), value, package.sub.deep.up(), package.lazy, sorted(n for n in sys.modules if n.startswith('package')), package.__spec__.name, package.alpha.__spec__.parent, package.__spec__.submodule_search_locations is not None)
for stmt in ('import package.none', 'from package import none', 'import package.broken', 'import package.failing', 'from package.alpha import nothing', 'from . import x', 'from .. import y', 'import no_such_module.sub', 'from package.beta import *; print(shared)', 'import package.value', 'import importlib.none', '__import__("package.sub.nope")', 'from os.path import nope', 'import sys.x', '__import__("")', 'importlib.import_module(".x")'):
    try: exec(stmt, {'__name__': 'top', 'importlib': importlib})
    except Exception as e: print(stmt, '|', type(e).__name__, str(e).split(' (/')[0], getattr(e, 'name', None))
print('package.failing' in sys.modules, importlib.import_module('.beta', 'package').shared, importlib.reload(alpha) is alpha)
sys.argv[1:] = ['arg']
print(sorted(k for k in runpy.run_module('package', run_name='__main__') if not k.startswith('__')))
print(runpy.run_path(__file__.replace('import_package', 'hello'), run_name='other')['__name__'])
class Finder:
    @staticmethod
    def find_spec(name, path, target=None):
        if name == 'virtual': return importlib.util.spec_from_loader(name, Finder)
    @staticmethod
    def create_module(spec): return None
    @staticmethod
    def exec_module(m): m.answer = 42
import importlib.util
sys.meta_path.append(Finder); import virtual; print(virtual.answer, virtual.__loader__ is Finder, virtual)
sys.modules['blocked'] = None
try: import blocked
except ImportError as e: print(type(e).__name__, e)
