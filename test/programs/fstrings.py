x, w, name = 3.14159, 10, 'world'
print(f'{x:.2f} {x:{w}.{3}} {name!r} {name:>10} {name:*^11} {{literal}} {x!s:.4} {"quoted"} {name[1:3]} {[i for i in range(3)]} {w + 1 = } {name=} {x=:.1f}')
print(f'{"a" if w > 5 else "b"} {(lambda y: y * 2)(4)} {w:#x} {w:08b} {-w:+} {1e6:,} {255:c}' f'{1}' '{not}')
print(f'''multi
{name}
line''', rf'\n{w}', f'{{{w}}}', f'{f"{f'{1}'}"}')
class F:
    def __format__(self, s): return f'<{s}>'
    def __repr__(self): return 'F!'
print(f'{F()} {F():spec} {F()!r} {F()!r:>5}', f"{'nested' + f'{w}'}", f'{w:{"0"}{"5"}}', f'{None} {True}')
for bad in ("f'{1:z}'", "f'{\"a\":d}'", "f'{undefined}'"):
    try: eval(bad)
    except Exception as e: print(type(e).__name__, e)
