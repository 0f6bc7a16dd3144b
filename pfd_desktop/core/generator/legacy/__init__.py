"""The signals of the older benchmark, formula by formula, its flaws included.

They are kept so that its figures can be reproduced. What is wrong with them (amplitude for speed,
tones that all begin at phase 0, a quantiser that never sees the fault, severity squared in
mixtures) is mended in ``rig``.
"""
