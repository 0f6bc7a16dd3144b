"""A test rig as physics has it: order by order on the shaft's angle, probes, structure, converter.

What the older generator has wrong is right here: a change of speed smears orders, X and Y probes
show the direction of the whirl, noise is 1/f, bursts come per second, whirl has an onset and locks
into whip, mixtures are linear in severity, and the converter comes last.
"""
