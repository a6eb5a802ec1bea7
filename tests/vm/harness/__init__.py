# SPDX-License-Identifier: GPL-2.0-or-later
"""Real guests on a real PANDA: boot, drive, record, replay."""
