# Solves linear systems and names the BLAS library that did it, which is the one mapped into this process.
import numpy

matrix = numpy.array([[3.0, 1.0], [1.0, 2.0]])
assert numpy.allclose(numpy.linalg.solve(matrix, [9.0, 8.0]), [2.0, 3.0])
large = numpy.random.default_rng(1).standard_normal((300, 300))
assert numpy.allclose(large @ numpy.linalg.solve(large, large), large)
mapped = {line.split()[-1] for line in open("/proc/self/maps") if "/libblas.so" in line}
print(*sorted(mapped))
