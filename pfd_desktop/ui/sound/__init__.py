"""The loudspeaker: plays what core/dsp/audible.py makes; no Qt."""
