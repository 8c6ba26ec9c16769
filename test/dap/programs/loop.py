n = 0
print("looping", flush=True)
while True:
    n += 1
