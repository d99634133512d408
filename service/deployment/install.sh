#!/bin/sh
# Installs chronicare, with what JSON over HTTP, metrics and PostgreSQL need, into PREFIX (an environment of its own), from the source
# this file is in: on a machine, and in the build stage of the container. Every package is held to its hash.
#
#     service/deployment/install.sh PREFIX [PYTHON]
#
# Needs Python 3.11 or later with venv and its C headers, and a C compiler; what runs afterwards needs neither.
set -eu

prefix=${1:?usage: install.sh PREFIX [PYTHON]}
python=${2:-python3}
case $prefix in /*) ;; *) echo "PREFIX begins with /: programs in it name it" >&2; exit 2 ;; esac
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

# What durable-rules is compiled with, and why: chronicare/engine/native.py, which says the same. Its setup overrides CFLAGS.
ENGINE_FLAGS='-O2 -DPyEval_CallObject=PyObject_CallObject'

# What builds is an environment apart, and gone at the end: PREFIX gets packages only, not even pip.
pick() { awk -v names="^($1)==" '/^[^ #]/ { wanted = $0 ~ names } wanted' "$2"; }
install() { "$build/bin/python" -m pip --disable-pip-version-check --no-input "$@" --quiet --no-deps --no-build-isolation; }

"$python" -m venv "$build"
pick 'hatchling|packaging|pathspec|pluggy|setuptools|trove-classifiers' "$source/service/requirements.lock" > "$build/build.lock"
pick 'durable-rules' "$source/service/deployment/requirements.lock" > "$build/engine.lock"
install install --require-hashes --requirement "$build/build.lock"
CPPFLAGS=$ENGINE_FLAGS install wheel --require-hashes --no-cache-dir --requirement "$build/engine.lock" --wheel-dir "$build/wheels"
install wheel "$source" --wheel-dir "$build/wheels"

"$python" -m venv --clear --without-pip "$prefix"
awk '/^[^ #]/ { other = /^durable-rules==/ } ! other' "$source/service/deployment/requirements.lock" > "$build/rest.lock"
install --python "$prefix/bin/python" install --no-compile --require-hashes --requirement "$build/rest.lock"
install --python "$prefix/bin/python" install --no-compile --no-index "$build"/wheels/*.whl
# Compiled once, and not looked at again whatever the files' dates are: whoever serves can write nothing here.
"$prefix/bin/python" -m compileall -q --invalidation-mode unchecked-hash "$prefix/lib"
"$build/bin/python" -m pip --disable-pip-version-check --python "$prefix/bin/python" check
"$prefix/bin/python" -c 'import durable_rules_engine'
