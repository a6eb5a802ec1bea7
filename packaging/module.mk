# SPDX-License-Identifier: GPL-2.0-or-later
# make install, install-host, install-guest and the same with "uninstall":
#   DESTDIR  a directory that stands for /
#   PREFIX   /usr/local
#   PAM_DIR  where PAM looks for its modules, whatever PREFIX is
PAM_DIR ?= /lib/$(shell $(CC) -print-multiarch)/security
INSTALL_ARGUMENTS = --destdir="$(DESTDIR)" --prefix="$(PREFIX)" --pam="$(PAM_DIR)" --arch=$(NATIVE_ARCH) --version=$(VERSION)
INSTALLED_host := $(RECCTRL) $(LAUNCHER) $(PLUGIN_FILES) $(CHECKSUM_FILES) $(REPLAY_FILES) $(HOST_MAN)
INSTALLED_guest := build/utils/$(NATIVE_ARCH)/recctrlu $(PAM_MODULE) $(WRAPPERS) $(GUEST_MAN)

.PHONY: install-host install-guest uninstall uninstall-host uninstall-guest
install-host: $(INSTALLED_host)
install-guest: $(INSTALLED_guest)
install-host install-guest: install-%:
	packaging/install $* $(INSTALL_ARGUMENTS)

uninstall: uninstall-host uninstall-guest
uninstall-host uninstall-guest: uninstall-%: $(INSTALLED_host) $(INSTALLED_guest)
	packaging/install $* --remove $(INSTALL_ARGUMENTS)

INSTALLS += install-host install-guest

SUITES += tests/packaging
