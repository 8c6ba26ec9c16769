def work(n):
    total = n * 2
    breakpoint()
    return total + 1


print('before')
print(work(20))
import os
os.environ['PYTHONBREAKPOINT'] = 'print'
breakpoint('asked', 'for')
os.environ['PYTHONBREAKPOINT'] = '0'
breakpoint()
print('after')
