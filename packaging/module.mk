# SPDX-License-Identifier: GPL-2.0-or-later
# make install, install-host, install-guest and the same with "uninstall":
#   DESTDIR  a directory that stands for /
#   PREFIX   /usr/local
#   PAM_DIR  where PAM looks for its modules, whatever PREFIX is
# make deb makes Debian packages in build/deb; make dist the sources' tarball in build/dist.
PAM_DIR ?= /lib/$(shell $(CC) -print-multiarch)/security
INSTALL_ARGUMENTS = --destdir="$(DESTDIR)" --prefix="$(PREFIX)" --pam="$(PAM_DIR)" --arch=$(NATIVE_ARCH) --version=$(VERSION)
INSTALLED_host = $(RECCTRL) $(LAUNCHER) $(PLUGIN_FILES) $(CHECKSUM_FILES) $(REPLAY_FILES) $(HOST_MAN)
INSTALLED_guest = $(WRAPPERS) $(GUEST_MAN)

# What is installed is known when all folders' files have been read.
.SECONDEXPANSION:

.PHONY: install-host install-guest uninstall uninstall-host uninstall-guest
install-host: $$(INSTALLED_host)
install-guest: $$(INSTALLED_guest) build/utils/$(NATIVE_ARCH)/recctrlu $$(PAM_MODULE)
install-host install-guest: install-%:
	packaging/install $* $(INSTALL_ARGUMENTS)

uninstall: uninstall-host uninstall-guest
uninstall-host: $$(INSTALLED_host)
uninstall-guest: $$(INSTALLED_guest) build/utils/$(NATIVE_ARCH)/recctrlu $$(PAM_MODULE)
uninstall-host uninstall-guest: uninstall-%:
	packaging/install $* --remove $(INSTALL_ARGUMENTS)

INSTALLS += install-host install-guest

# Packages carry the date of what they are made of: a tarball says it itself, else it is the commit's.
RELEASE_DATE = $(or $(shell sed -n 's/^date=\([0-9]*\)$$/\1/p' packaging/release),$(shell git log -1 --format=%ct))

DEB_HOST := $(shell dpkg --print-architecture 2>/dev/null)
DEB_GUESTS := $(notdir $(wildcard packaging/arch/*))
DEB_SCRIPTS := packaging/deb packaging/install $(wildcard packaging/debian/*) packaging/recctrl.pc.in
DEBS := build/deb/recctrl_$(VERSION)_$(DEB_HOST).deb $(DEB_GUESTS:%=build/deb/recctrl-guest_$(VERSION)_%.deb)

.PHONY: deb dist
deb: $(DEBS)

$(DEBS): export SOURCE_DATE_EPOCH ?= $(RELEASE_DATE)
$(DEBS): $(DEB_SCRIPTS)

build/deb/recctrl_$(VERSION)_$(DEB_HOST).deb: $$(INSTALLED_host) packaging/host.files README.md \
		plugin/recctrl_ppp.h $(wildcard docs/*.md engine/* examples/*)
	@echo "DEB $(@F)"
	packaging/deb recctrl $(DEB_HOST) $(VERSION) $(@D)

# PAM's module of another architecture, linked with libraries that are unpacked for it alone.
build/libraries/%: packaging/libraries
	packaging/libraries $* $@

# $(1): Debian's name of the architecture; $(2), $(3), $(4): "arch", "tools", "triplet" of its file. -fcf-protection is x86's.
define foreign_pam
build/pam/$(1)/%.o: utils/pam/%.c
	@mkdir -p $$(@D)
	@echo "CC $$< ($(1))"
	$(3)gcc $$(if $$(filter i386,$(1)),$$(C_FLAGS),$$(filter-out -fcf-protection,$$(C_FLAGS))) -fPIC -MMD -MP -c $$< -o $$@

build/utils/$(2)/pam_recctrl.so: $(patsubst utils/pam/%.c,build/pam/$(1)/%.o,$(wildcard utils/pam/*.c)) utils/pam/exports.map | build/libraries/$(1)
	@mkdir -p $$(@D)
	$(3)gcc -shared $$(LD_FLAGS) -Wl,-z,defs -Wl,--version-script=utils/pam/exports.map $$(filter %.o,$$^) -o $$@ \
		build/libraries/$(1)/libpam0g/lib/$(4)/libpam.so.0

-include $$(wildcard build/pam/$(1)/*.d)
endef

# The same for every architecture's package.
define guest_deb
build/deb/recctrl-guest_$(VERSION)_$(1).deb: $$$$(INSTALLED_guest) build/utils/$(2)/recctrlu build/utils/$(2)/pam_recctrl.so \
		packaging/guest.files packaging/arch/$(1) $(wildcard include/*.h include/recctrl/*.h include/recctrl/isa/*.h examples/*)
	@echo "DEB $$(@F)"
	packaging/deb recctrl-guest $(1) $(VERSION) $$(@D)

$(if $(filter $(NATIVE_ARCH),$(2)),,$(call foreign_pam,$(1),$(2),$(3),$(4)))
endef

deb_setting = $(shell sed -n 's/^$(2)=//p' packaging/arch/$(1))
$(foreach name,$(DEB_GUESTS),$(eval $(call guest_deb,$(name),$(call deb_setting,$(name),arch),$(call \
	deb_setting,$(name),tools),$(call deb_setting,$(name),triplet))))

# What is committed, without a trace of the machine; a single thread of xz gives the same bytes everywhere.
TARBALL := build/dist/recctrl-$(VERSION).tar.xz
dist:
	@mkdir -p $(dir $(TARBALL))
	git -c tar.tar.xz.command='xz -9 --threads=1' archive --format=tar.xz --prefix=recctrl-$(VERSION)/ -o $(TARBALL) HEAD
	@echo $(TARBALL)

SUITES += tests/packaging
LONG_SUITES += tests/packaging/long_packages.py tests/packaging/long_release.py
