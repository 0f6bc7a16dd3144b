"""Whether one classifier is better than another: tests, intervals, effects, verdict."""
