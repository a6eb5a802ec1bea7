# SPDX-License-Identifier: 0BSD
# What PAM loads or calls in a guest of this machine's architecture: the module, and the wrapper for bash and for sh.
PAM_MODULE := build/utils/$(NATIVE_ARCH)/pam_recctrl.so
PAM_SOURCES := $(wildcard utils/pam/*.c)
PAM_TESTS := build/tests/pam/retval build/tests/pam/request
PAM_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
WRAPPERS := build/utils/recctrlu.sh build/utils/recctrlu.posix.sh

$(PAM_MODULE): $(PAM_SOURCES:%.c=build/pic/%.o) utils/pam/exports.map
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -shared $(LD_FLAGS) -Wl,--version-script=utils/pam/exports.map $(filter %.o,$^) -o $@ -lpam

build/utils/recctrlu.sh: utils/recctrlu.sh
	@mkdir -p $(@D)
	install -m 755 $< $@

# All but the list of users is what every shell understands.
build/utils/recctrlu.posix.sh: utils/recctrlu.sh
	@mkdir -p $(@D)
	sed -e '1s|.*|#!/bin/sh|' -e 's/^USERS=(\(.*\))/USERS="\1"/' -e 's/"$${USERS\[@\]}"/$$USERS/' $< > $@
	chmod 755 $@

# The module without its hypercall, which the tests answer themselves; its list lies in their working directory.
build/tests/pam/pam_recctrl.so: $(PAM_SOURCES) $(wildcard utils/pam/*.h include/recctrl/*.h)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(PAM_SANITIZE) -DRECCTRL_SESSIONS_PARENT='"run"' -fPIC -shared \
		$(filter-out %/call.c,$(PAM_SOURCES)) -o $@ -lpam

$(PAM_TESTS): build/tests/pam/%: tests/utils/pam/%_test.c tests/utils/pam/fixture.c tests/utils/pam/fixture.h
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(PAM_SANITIZE) -rdynamic $(filter %.c,$^) -o $@ -lpam -lcmocka

BUILT += $(PAM_MODULE) $(WRAPPERS)
SSH_GUEST_NEEDS += $(PAM_MODULE) $(WRAPPERS)
SUITES += $(PAM_TESTS) tests/utils/wrapper
SUITE_NEEDS += build/tests/pam/pam_recctrl.so $(PAM_TESTS)
