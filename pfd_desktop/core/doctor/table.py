"""All findings, declared once: import, panels and ``pfd`` read them here.

Light on purpose: the store and the panels read it. The check of each row is in ``examine``.
"""

from pfd_desktop.core.doctor.declared import Finding, Weight

FINDINGS: tuple[Finding, ...] = (
    Finding(
        "flat",
        "Flat line",
        "A tenth of the record or more stands still: the channel was dead.",
        "Check cable and sensor, and measure again.",
        Weight.FATAL,
    ),
    Finding(
        "clipped",
        "Clipping",
        "The signal went beyond the range and was cut off; harmonics that are not there appear.",
        "Measure again with a larger range; impacts are weaker here than they were.",
        Weight.MAJOR,
    ),
    Finding(
        "drop-out",
        "Drop-outs",
        "Stretches stand still: samples were lost or a cable is loose.",
        "Leave these stretches out, and check the cable and the load of the recorder.",
        Weight.MAJOR,
    ),
    Finding(
        "spikes",
        "Spikes",
        "Single samples leap, which no structure can do: electric disturbance.",
        "Check shielding and earthing; kurtosis and peak value are not to be trusted.",
        Weight.MINOR,
    ),
    Finding(
        "drift",
        "Drift",
        "The mean wanders by more than the signal: temperature, a charge, a loose sensor.",
        "Filter slow changes away before integrating.",
        Weight.MINOR,
    ),
    Finding(
        "offset",
        "Offset",
        "Vibration has no mean, and this record has.",
        "Remove the mean before integrating; check the zero of the amplifier.",
        Weight.MINOR,
    ),
    Finding(
        "noise",
        "Low signal to noise",
        "Hardly anything stands above an even noise floor.",
        "Check that the sensor is attached and the range fits.",
        Weight.MAJOR,
    ),
    Finding(
        "quantised",
        "Coarse converter",
        "So few levels are in use that the grid of the converter shapes the signal.",
        "Measure again with a smaller range.",
        Weight.MAJOR,
    ),
    Finding(
        "rate-doubtful",
        "Sampling rate does not fit",
        "Shaft and mains stand at the same multiple of their place.",
        "Find out the rate; if the told one is wrong, import the file again.",
        Weight.MAJOR,
    ),
    Finding(
        "speed-doubtful",
        "Speed does not fit",
        "No harmonic of the told speed stands out, and those of another do.",
        "Write the measured speed, or use the estimate.",
        Weight.MINOR,
    ),
    Finding(
        "aliased",
        "Hint of aliasing",
        "A line stands where a filter against aliasing lets nothing through.",
        "Check the filter; a line may be the image of one above half the rate.",
        Weight.MINOR,
    ),
    Finding(
        "same-channel",
        "Identical channels",
        "Two channels measured together show one signal, up to a factor.",
        "Check the wiring: one sensor feeds both channels.",
        Weight.MAJOR,
    ),
    Finding(
        "swapped-channels",
        "Swapped channels",
        "Against another measurement of the same points, each channel looks like the other.",
        "Check the wiring before comparing directions.",
        Weight.MINOR,
    ),
    Finding(
        "short",
        "Short record",
        "Lines that lie close cannot be told apart.",
        "Measure for longer where lines lie close.",
        Weight.MINOR,
    ),
    Finding(
        "lost-samples",
        "Lost samples",
        "By its time stamps the record misses rows: the waveform leaps and spectra smear there.",
        "Take a stretch without a gap, and check the load of the recorder.",
        Weight.MAJOR,
    ),
    Finding(
        "nan",
        "Gaps",
        "Samples that are no numbers were bridged.",
        "Look at the gaps in the trace before trusting its peaks.",
        Weight.MINOR,
    ),
)
BY_CODE = {finding.code: finding for finding in FINDINGS}
