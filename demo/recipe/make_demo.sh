#!/bin/sh
# Make everything in demo/ that is not written by hand: networks, samples, facts.
# Each step may also be run alone; see README.md.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
export OMP_NUM_THREADS=1

"$python" check_export.py
"$python" samples.py ../samples
"$python" classifier.py ../classifier.onnx &
classifier=$!
"$python" segmentation.py ../segmentation.onnx
wait "$classifier"
"$python" transformer.py ../transformer.onnx
"$python" measure.py .. > ../facts.properties
cat ../facts.properties
