"""What can be learned from healthy recordings alone: guards, their limits, what they would miss.

A guard knows no fault. It measures how unlike the healthy ones a recording is, alarms above a limit
calibrated on healthy units that it did not learn from, and says when it does not know.
"""
