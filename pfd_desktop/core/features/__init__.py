"""One catalogue of features, each with formula, unit and source."""
