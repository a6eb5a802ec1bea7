# SPDX-License-Identifier: GPL-2.0-or-later
SUITES += tests/documents
LONG_SUITES += tests/documents/long_demo.py
