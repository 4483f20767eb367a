#!/bin/sh
# Runs while an image is built: installs the pins of one deployable, or compiles what was copied since.
set -eu
# What is compiled is the same each time: constants that are sets keep one order.
export PYTHONHASHSEED=0
if [ "$1" = --compile ]; then
	# By the hash of the source, so that two builds give the same bytes.
	/opt/banyan/bin/python3 -m compileall -qf --invalidation-mode unchecked-hash /app
	exit
fi
# The pins are all that is needed: what they leave out, nothing imports.
# shellcheck disable=SC2086 # several options
/opt/pip/bin/python3 -m pip --python /opt/banyan/bin/python3 install --quiet --no-compile --no-deps --require-hashes \
	${PIP_OPTIONS:-} --requirement "/requirements/$1.txt"
# Tests of packages, stubs, what their compiled modules were made of, and the font that no sheet is set in are of no use here.
find /opt/banyan -type d \( -name tests -o -name test \) -path '*/site-packages/*' -prune -exec rm -rf {} +
find /opt/banyan -type f -path '*/site-packages/*' \( -name '*.pyi' -o -name '*.c' -o -name '*.h' -o -name '*.pyx' \
	-o -name '*.pxd' -o -name 'NotoSerifSC-*.otf' \) -delete
# Some packages hold templates with the ending of a module. What Python compiled at its own start, by time, is compiled anew.
/opt/banyan/bin/python3 -m compileall -qf --invalidation-mode unchecked-hash /opt/banyan/lib || true
