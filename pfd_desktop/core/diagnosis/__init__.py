"""Evidence from spectra, verdict, abstention: needs no training."""
