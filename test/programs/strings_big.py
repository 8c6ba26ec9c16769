s = ''
for i in range(20000): s += str(i % 10)
print(len(s), s[:20], s.count('5'), hash(s) == hash(s[:]))
parts = [str(i) for i in range(1000)]
j = ','.join(parts)
print(len(j), j.split(',')[500], j.replace(',', '')[:30], len(j.encode('utf-8')), 'x' * 3 + 'y' * 2)
print(max(j), sorted(set(j)), j.find('999'), j.upper() == j, j[::-1][:10])
