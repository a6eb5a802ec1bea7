# SPDX-License-Identifier: GPL-2.0-or-later
MAN_PAGES := build/man/recctrl.1

$(MAN_PAGES): man/generate $(RECCTRL)
	man/generate $(RECCTRL) $(@D)

BUILT += $(MAN_PAGES)

# DESTDIR: a directory that stands for /, for packages.
.PHONY: install-host
install-host: built
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/recctrl $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install $(RECCTRL) $(DESTDIR)$(PREFIX)/bin
	install $(LAUNCHER) $(DESTDIR)$(PREFIX)/libexec/recctrl
	cp -R build/plugins $(DESTDIR)$(PREFIX)/libexec/recctrl
	install -m 644 build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 completion/recctrl.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/recctrl

INSTALLS += install-host
