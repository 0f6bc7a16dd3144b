"""The Spectrum panel: the spectra of the chosen recording, with fault markers."""
