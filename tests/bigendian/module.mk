# SPDX-License-Identifier: GPL-2.0-or-later
# What reads other machines' bytes, on a big-endian machine that qemu-user emulates: the seeds of all fuzzers whose
# libraries Debian's s390x has in a few packages, and the unit tests of the same code.
S390X := build/s390x
S390X_LIBRARIES := $(S390X)/usr/lib/s390x-linux-gnu
S390X_COMPILE := s390x-linux-gnu-gcc -O2 -I$(S390X)/usr/include -I$(S390X_LIBRARIES)/glib-2.0/include \
	-L$(S390X_LIBRARIES) -Wl,-rpath-link,$(S390X_LIBRARIES):$(S390X)/lib/s390x-linux-gnu
BIGENDIAN_FUZZED := $(FUZZ_TARGETS_s390x)
BIGENDIAN_TESTED := name request rate controller arguments machine
BIGENDIAN := $(BIGENDIAN_FUZZED:%=build/fuzz/s390x/%) $(BIGENDIAN_TESTED:%=build/unit/s390x/%)

$(S390X): tests/bigendian/libraries
	@tests/bigendian/libraries $@

.PHONY: bigendian
bigendian: $(S390X)
	+@$(MAKE) --no-print-directory $(BIGENDIAN)
	@tests/bigendian/run $(S390X) $(BIGENDIAN)

LONG_SUITES += tests/bigendian/suite
SHELL_SCRIPTS += tests/bigendian/suite tests/bigendian/run
