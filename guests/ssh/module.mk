# SPDX-License-Identifier: GPL-2.0-or-later
SSH_GUEST := build/guests/ssh/args

$(SSH_GUEST): $(wildcard guests/ssh/* guests/ssh/root/*/* guests/ssh/root/*/*/*) guests/debian.py guests/cpio.py $$(UTILITIES) $$(SSH_GUEST_NEEDS)
	guests/ssh/build

guests: $(SSH_GUEST)
