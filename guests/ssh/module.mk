# SPDX-License-Identifier: GPL-2.0-or-later
SSH_GUEST := build/guests/ssh/args
SSH_AARCH64_GUEST := build/guests/ssh-aarch64/args
SSH_DISK_GUEST := build/guests/ssh-disk/args

SSH_GUEST_FILES := $(wildcard guests/ssh/* guests/ssh/*/* guests/ssh/root/*/* guests/ssh/root/*/*/*) \
	guests/debian.py guests/cpio.py

$(SSH_GUEST): $(SSH_GUEST_FILES) $$(UTILITIES) $$(SSH_GUEST_NEEDS)
	guests/ssh/build x86_64

$(SSH_AARCH64_GUEST): $(SSH_GUEST)
	guests/ssh/build aarch64

$(SSH_DISK_GUEST): $(SSH_GUEST) guests/ssh/disk
	guests/ssh/disk

guests: $(SSH_GUEST) $(SSH_AARCH64_GUEST) $(SSH_DISK_GUEST)
