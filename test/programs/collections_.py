from collections import deque, defaultdict, Counter, OrderedDict, ChainMap, UserDict
d = deque([1, 2, 3], maxlen=4); d.append(4); d.append(5); d.appendleft(0); d.rotate(1)
print(d, d.pop(), d.popleft(), len(d), d[0], list(reversed(d)), d.count(2), 2 in d)
dd = defaultdict(list); dd['a'].append(1); dd['b']; print(dd, dd['a'], dict(dd))
c = Counter('abracadabra'); print(c.most_common(2), c['z'], c + Counter(a=1), sum(c.values()), sorted(c.elements())[:3])
od = OrderedDict(a=1, b=2); od.move_to_end('a'); print(od, od.popitem(last=False), list(od))
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(cm['a'], cm['b'], dict(cm), len(cm))
class U(UserDict): pass
print(U(x=1), deque('abc') == deque('abc'), deque([1, 2]) < deque([1, 3]))
try: deque().pop()
except IndexError as e: print(e)
d = deque(range(5)); d.extend([9]); d.extendleft([7, 8]); d.insert(2, 'i'); d.remove(3); del d[0]; print(d, d.index(9))
