# SPDX-License-Identifier: 0BSD
# The examples that are compiled, static so that they run in any guest of this machine's architecture.
EXAMPLE_HEADERS := $(wildcard include/*.h include/recctrl/*.h include/recctrl/isa/*.h)
EXAMPLES := build/examples/section-c build/examples/section-cplusplus build/examples/panda_listener.so

build/examples/section-c: examples/section.c $(EXAMPLE_HEADERS)
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -Werror -static -Iinclude $< -o $@

build/examples/section-cplusplus: examples/section.cc $(EXAMPLE_HEADERS)
	@mkdir -p $(@D)
	g++ -O2 -Wall -Wextra -Werror -static -Iinclude $< -o $@

# For PANDA on the host.
build/examples/panda_listener.so: examples/listener.c plugin/recctrl_ppp.h
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -Werror -fPIC -shared -Iplugin $< -o $@

SHELL_SCRIPTS += examples/section.sh
SUITE_NEEDS += $(EXAMPLES)
