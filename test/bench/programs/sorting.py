"""Sorting, by list.sort, by key and by a quicksort of one's own; sets and slices."""
def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return quicksort([x for x in items if x < pivot]) + [x for x in items if x == pivot] + quicksort([x for x in items if x > pivot])


def run(size):
    x, items = 12345, []
    for _ in range(size):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        items.append(x)
    pairs = sorted(((v % 1000, v) for v in items), reverse=True)
    by_text = sorted(items, key=str)
    mine = quicksort(items)
    items.sort()
    return mine == items, pairs[0], sum(v for _, v in pairs[::2]), by_text[size // 2], {v % 10 for v in items}


SHORT, LONG = 5000, 70000
