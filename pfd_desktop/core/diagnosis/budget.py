"""How often a diagnosis may raise a false alarm, and who has which part of that chance."""

FALSE_ALARM = 1e-3  # per recording, whatever is looked at in it

# On the housing of a rolling bearing the shaft's lines must be large too, not only stand out of
# the noise, so a tenth of the chance is enough for them.
TO_HOUSING = 0.1 * FALSE_ALARM
TO_FAMILIES = FALSE_ALARM - TO_HOUSING
