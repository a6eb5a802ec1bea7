# SPDX-License-Identifier: GPL-2.0-or-later
# "make" builds the guest that "recctrl vm" boots without being told; "make guests" and the tests build them all.
# UTILITIES: the programs that belong into guests, from utils/module.mk.
GUESTS := $(patsubst guests/%/guest,%,$(wildcard guests/*/guest))

.SECONDEXPANSION:
build/guests/%/args: guests/%/guest guests/%/arguments guests/init guests/build guests/debian.py guests/cpio.py $$(UTILITIES)
	guests/build $*

.PHONY: guests
guests: $(GUESTS:%=build/guests/%/args)

BUILT += build/guests/x86_64/args
SUITE_NEEDS += guests
SUITES += tests/guests
