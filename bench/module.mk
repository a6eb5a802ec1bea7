# SPDX-License-Identifier: GPL-2.0-or-later
BENCHES += bench-reference

bench-reference: build/guests/x86_64/args build/guests/i386/args build/tests/guest/i386/contract1 built
	@bench/reference
