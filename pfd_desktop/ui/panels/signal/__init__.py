"""The Signal panel: the time trace of the chosen recording."""
