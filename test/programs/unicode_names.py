naïve = 1; π = 3.14; 变量 = 'v'
class Ünï: café = 'x'
print(naïve, π, 变量, Ünï.café, Ünï.__name__)
