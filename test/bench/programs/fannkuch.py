"""Permutations turned over: list slices, indexing, nested loops."""
def run(n):
    perm1 = list(range(n))
    count = [0] * n
    most = checksum = parity = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        k = perm[0]
        while k:
            perm[:k + 1] = perm[k::-1]
            flips += 1
            k = perm[0]
        if flips > most:
            most = flips
        checksum += -flips if parity else flips
        parity ^= 1
        while True:
            if r == n:
                return checksum, most
            first = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        r = min(r, n)


SHORT, LONG = 8, 9
