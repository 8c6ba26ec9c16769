import dis
def f(a, b=2):
    """doc"""
    c = a + b
    for i in range(c):
        if i % 2: continue
        try:
            print(i)
        except ValueError as e:
            return e
    return [x for x in (a, b)]
dis.dis(f)
print(f.__code__.co_stacksize, f.__code__.co_flags, f.__code__.co_names, f.__code__.co_consts)
print(list(f.__code__.co_positions())[:3], list(f.__code__.co_lines())[:4])
