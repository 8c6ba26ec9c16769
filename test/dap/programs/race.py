import sys
import threading

counter = 0
both = threading.Barrier(2)


def plus_one(value):
    return value + 1


def work(rounds):
    global counter
    both.wait()
    for _ in range(rounds):
        old = counter
        new = plus_one(old)
        counter = new


sys.setswitchinterval(0.001)
threads = [threading.Thread(target=work, args=(150_000,), name=f"worker-{n}") for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counted", counter <= 300_000)
