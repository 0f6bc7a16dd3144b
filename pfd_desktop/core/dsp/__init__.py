"""Arrays in, arrays out: spectrum, envelope, cepstrum, with quantity and scaling carried along."""
