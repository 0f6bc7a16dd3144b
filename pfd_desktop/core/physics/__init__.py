"""Bearing kinematics, shaft orders, and the table of bearings."""
