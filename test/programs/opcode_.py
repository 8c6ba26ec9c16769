# What _opcode knows of every opcode.
import _opcode
def e(f):
    try: print(repr(f()))
    except BaseException as x: print(type(x).__name__, x)
e(lambda: _opcode.stack_effect(100)); e(lambda: _opcode.stack_effect(9999)); e(lambda: _opcode.stack_effect(0,5)); e(lambda: _opcode.stack_effect(100,3,jump=5)); e(lambda: _opcode.stack_effect(100,'x')); e(lambda: _opcode.stack_effect(100,None,jump=True)); e(lambda: _opcode.stack_effect(-1)); e(lambda: _opcode.stack_effect()); e(lambda: _opcode.is_valid(300)); e(lambda: _opcode.has_arg(-1)); e(lambda: _opcode.get_executor(code=e.__code__,offset=0)); e(lambda: _opcode.get_nb_ops()); e(lambda: _opcode.get_intrinsic1_descs()); e(lambda: _opcode.get_intrinsic2_descs()); e(lambda: _opcode.get_specialization_stats()); e(lambda: _opcode.get_executor(code=3,offset=0)); e(lambda: _opcode.stack_effect(opcode=100, oparg=1)); e(lambda: _opcode.is_valid('x')); e(lambda: _opcode.is_valid())
for op in range(-2, 300):
    r = [getattr(_opcode, n)(op) for n in dir(_opcode) if n.startswith(('has_','is_'))]
    s = []
    for a in (None, 0, 1, 2, 3, 5, 256):
        for j in (None, True, False):
            try: s.append(_opcode.stack_effect(op, a, jump=j))
            except ValueError as x: s.append(str(x))
    print(op, r, s)
import dis
dis.dis(e)
