import sys
print('to out'); print('to err', file=sys.stderr); sys.stdout.flush(); sys.stderr.write('more\n')
raise SystemExit(7)
