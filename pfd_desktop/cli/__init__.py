"""The command ``pfd``: another face beside ui over the same services."""
