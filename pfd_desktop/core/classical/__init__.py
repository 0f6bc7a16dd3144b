"""Classical classifiers (scikit-learn) and their files without pickle."""
