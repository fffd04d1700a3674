"""A small, whole Physical-AI pipeline for the SO-101 arm that runs on a CPU."""

import os

# The number of threads changes the order in which OpenBLAS adds, and with it the trained bytes.
# It must be fixed before numpy is imported for the first time.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
