"""The Generate panel: sets of synthetic recordings, looked at before they are made."""
