"""Whether one classifier is better than another: tests, intervals, effects, a verdict; arrays in."""
