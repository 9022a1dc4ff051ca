"""Measurements, run with `make bench`: medians on this machine, printed beside their goals. Never a test."""
