"""Planets: floats in lists."""
def bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.47],
        [4.84, -1.16, -0.10, 0.6, 2.81, -0.02, 0.037],
        [8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011],
        [12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017],
        [15.37, -25.9, 0.17, 0.97, 0.59, -0.03, 0.002],
    ]


def advance(system, dt):
    for i in range(5):
        a = system[i]
        x, y, z, vx, vy, vz, m = a
        for j in range(i + 1, 5):
            b = system[j]
            dx = x - b[0]
            dy = y - b[1]
            dz = z - b[2]
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * d2 ** 0.5)
            bm = b[6] * mag
            am = m * mag
            vx -= dx * bm
            vy -= dy * bm
            vz -= dz * bm
            b[3] += dx * am
            b[4] += dy * am
            b[5] += dz * am
        a[3] = vx
        a[4] = vy
        a[5] = vz
    for a in system:
        a[0] += dt * a[3]
        a[1] += dt * a[4]
        a[2] += dt * a[5]


def run(size):
    system = bodies()
    for _ in range(size):
        advance(system, 0.01)
    return round(system[0][0], 6)


SHORT, LONG = 2500, 55000
