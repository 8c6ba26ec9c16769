# X | Y, list[int] and friends: repr, args, parameters, equality, isinstance, subclassing, errors.
import collections.abc, types, typing
u = int | str | None
print(u, u.__args__, type(u).__name__, u == (str | int | None), hash(u) == hash(None | str | int), isinstance(5, u), isinstance(5.0, u), issubclass(bool, u), int | int, int | str | int, (int | str) | list[int], u.__parameters__)
T = typing.TypeVar('T')
g = dict[str, list[T]]
print(g, g[int], g.__origin__, g.__args__, g.__parameters__, list[T][int], tuple[int, ...], tuple[()], type[int], collections.abc.Callable[[int], str], list[int] == list[int], hash(list[int]) == hash(list[int]), list[int](range(3)), g.__mro_entries__((g,)), list[int] | None, (T | int)[str], typing.Optional[int] | str)
print(*list[int], list[*tuple[int, ...]], (*tuple[int, str],), list[int].__unpacked__, list['forward'], repr(list[lambda: 0])[:12], type(list[int]).__name__, isinstance([], list), list[int].append, list[int].__doc__ == list.__doc__, dir(list[int])[:2])
class L(list[int]): pass
print(L.__mro__, L.__orig_bases__, L.__bases__, types.get_original_bases(L))
for e in ('isinstance([], list[int])', 'issubclass(list, list[int])', 'isinstance(1, int | list[int])', 'int | 5', '5 | int', 'list[int][str]', 'g[int, str]', 'int[str]', 'list[int].nothing', 'type("X", (int | str,), {})', '(int | str)()', 'len(list[int])', 'list[int] < list[int]', '(int | str)[int]', 'del list[int].__origin__', 'None | None', 'print[int]'):
    try: print(eval(e))
    except SyntaxError:
        try: exec(e)
        except Exception as x: print(type(x).__name__, x)
    except Exception as x: print(type(x).__name__, x)
print(typing.get_type_hints(type('H', (), {'__annotations__': {'a': 'int | None'}})), typing.get_args(u), typing.get_origin(list[int]), typing.get_origin(u) is types.UnionType)
