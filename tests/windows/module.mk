# SPDX-License-Identifier: GPL-2.0-or-later
SUITES += tests/windows
LONG_SUITES += tests/windows/long_wine.py
