"""The Processing panel: the steps through which a recording is seen."""
