# SPDX-License-Identifier: GPL-2.0-or-later
.PHONY: demo
demo: packages
	+@$(MAKE) --no-print-directory built
	@demo/run
