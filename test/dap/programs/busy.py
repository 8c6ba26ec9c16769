"""Two threads, exceptions, a cycle, output: something of everything, for a few seconds."""
import gc
import threading
import time


class Node:
    pass


def work(n):
    total = 0
    for i in range(n):
        total += i
        row = [i] * 3
        if i % 5000 == 0:
            time.sleep(0.001)
    return total, row


threads = [threading.Thread(target=work, args=(40000,)) for _ in range(2)]
a, b = Node(), Node()
a.other, b.other = b, a
table = {'k': [1, 2, (3, 4)], 's': 'text'}
for t in threads:
    t.start()
while any(t.is_alive() for t in threads):
    try:
        {}['x']
    except KeyError:
        pass
    print('tick')
    time.sleep(0.01)
del a, b
gc.collect()
print('done')
