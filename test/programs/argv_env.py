import sys, os
print(sys.argv[1:], __file__.endswith('argv_env.py'), __name__, os.path.basename(sys.argv[0]), sys.path[0] == os.path.dirname(os.path.abspath(__file__)))
