# type aliases, type parameters with bounds, constraints and defaults, generic functions and classes.
import typing

type Int = int
type Pair[T] = tuple[T, T]
type Tree[K, *Ts, **P] = dict[K, list[Tree]] | typing.Callable[P, tuple[*Ts]]
type Later = undefined_name
print(Int, Int.__value__, Int.__name__, Int.__type_params__, Int.__module__, type(Int))
print(Pair, Pair.__value__, Pair[int], Pair[int].__value__ if hasattr(Pair[int], '__value__') else None, Pair.__type_params__)
print(Tree.__type_params__, [type(p).__name__ for p in Tree.__type_params__])
try:
    Later.__value__
except NameError as e:
    print(e)


def first[T: (int, str), U: float = int](a: T, b: U) -> T:
    print(T, U, T.__constraints__, U.__bound__, U.__default__, T.__bound__, T.__default__)
    return a


print(first(1, 2), first.__type_params__, first.__annotations__)


class Stack[T, *Ts, **P]:
    items: list[T]

    def push[V](self, v: V) -> 'Stack[V]':
        return T, V, Stack.__type_params__


print(Stack.__type_params__, Stack.__orig_bases__, Stack.__mro__, Stack[int, str, [float]], Stack[int].__args__)
print(Stack().push(1))
for p in Stack.__type_params__:
    print(p, p.__name__, p.has_default(), p.__default__)


class Child(Stack[int, str, [float]]):
    pass


print(Child.__orig_bases__, Child.__parameters__)


class Old(typing.Generic[typing.TypeVar('A')]):
    pass


print(Old.__parameters__, Old[int])


def scope[T]():
    class Inner[S]:
        x: T
        y = T

        def m(self): return T, S
    return Inner


I = scope()
print(I.y, I().m(), I.__qualname__)
print((lambda: Pair[Int])())
print(Int | None, Pair[int] | str, Int == int, isinstance(Int, typing.TypeAliasType))
for bad in ('type X[T, T] = int', 'type X[T=int, U] = T', 'def f[T: (yield)](): pass', 'class A[T: await x]: pass', 'type X = (y := 1)', 'type X[*Ts: int] = Ts', 'def f[T](T): return [T for T in T]', 'type (a) = 1', 'type X[1] = 2', 'class A[T](metaclass=(yield)): pass'):
    try:
        compile(bad, '<t>', 'exec')
        print('fine', bad)
    except SyntaxError as e:
        print(e.msg)
match = type = case = 1
print(match, type, case)
type = print
type ('soft keyword')
