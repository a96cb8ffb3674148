"""Programs that measure Rembuk against bare baselines; run by `make benchmarks`."""
