# SPDX-License-Identifier: GPL-2.0-or-later
# Man pages that are made of what the programs say, and of the contract's document.
HOST_MAN := build/man/recctrl.1
GUEST_MAN := build/man/recctrlu.1 build/man/recctrl.7

$(HOST_MAN): man/host man/roff.py $(RECCTRL)
	man/host $(RECCTRL) $(@D)

build/man/recctrlu.1: man/utility man/roff.py build/utils/$(NATIVE_ARCH)/recctrlu
	@mkdir -p $(@D)
	man/utility build/utils/$(NATIVE_ARCH)/recctrlu > $@

build/man/recctrl.7: man/contract docs/abi.md common/version.h
	@mkdir -p $(@D)
	man/contract docs/abi.md $(VERSION) > $@

BUILT += $(HOST_MAN) $(GUEST_MAN)
