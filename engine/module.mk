# SPDX-License-Identifier: GPL-2.0-or-later
# ENGINE: the PANDA that tests and demo run on; the pinned one in the user's cache unless it is given.
PINNED_ENGINE := $(shell . engine/pin && echo "$${XDG_CACHE_HOME:-$$HOME/.cache}/recctrl/engine/$$version")
ENGINE ?= $(PINNED_ENGINE)
export ENGINE

# Finds in a moment that there is nothing to do, so it is asked each time.
.PHONY: engine
engine:
	@engine/get > /dev/null

BUILT += engine
SUITES += tests/engine
