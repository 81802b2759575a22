# SPDX-License-Identifier: GPL-2.0
#
# make            modules for every kernel whose headers are here, and the command
# make demo       see it work in a guest
# make check      all tests; TESTS=pattern for a few
# make help       the rest

# Headers: KDIR names one kernel's; otherwise Debian's 6.1 and 6.12 and the running kernel's.
KDIR ?= $(sort $(realpath $(wildcard /lib/modules/$(shell uname -r)/build \
	$(patsubst %/kernel,%,$(wildcard /usr/src/linux-headers-6.1.*-amd64 \
	/usr/src/linux-headers-6.12.*-amd64)))))
DESTDIR ?=
KVER ?= $(shell uname -r)
TESTS ?=
RUN ?=

ifeq ($(V),1)
quiet :=
else
quiet := @
MAKEFLAGS += --no-print-directory
endif

all: modules command

help:
	@echo 'make             modules and command'
	@echo 'make demo        install what is needed, build, show it in a guest'
	@echo 'make check       install what is needed, build, run all tests; TESTS=pattern for a few'
	@echo 'make check-debug times on an exact clock, stress on two processors, the net tests in a'
	@echo '                 debug kernel (builds it once, ten minutes), coverage; TESTS=pattern for'
	@echo '                 a few net tests'
	@echo 'make bench       measure beside in-tree ip_vs and others; RUN=row for one row'
	@echo 'make fuzz        each parser of what the network sends, for SECONDS=600'
	@echo 'make shell       a shell in a guest, the topology of the demo set up'
	@echo 'make lint        what the compiler does not see'
	@echo 'make install     modules for KVER (default: the running kernel), command, man page;'
	@echo '                 PROBE_LINKS=1: ping and traceroute, too, which go before the system'"'"'s'
	@echo 'make uninstall   the reverse'
	@echo 'KDIR=/lib/modules/VERSION/build chooses a kernel, V=1 shows commands'

modules:
	$(quiet)for dir in $(KDIR); do tests/vm/modules $$dir || exit; done

command:
	$(quiet)$(MAKE) -C ipvsadm

tools:
	$(quiet)$(MAKE) -C tests/lib

unit:
	$(quiet)$(MAKE) -C tests/unit
	$(quiet)$(MAKE) -C tests/fuzz

deps:
	$(quiet)tests/vm/deps

# A second make sees the headers that deps has just installed.
demo: deps
	$(quiet)$(MAKE) modules command tools
	$(quiet)tests/vm/guest -t 300 tests/demo

shell: deps
	$(quiet)$(MAKE) modules command tools
	$(quiet)GUEST_INPUT=/dev/stdin tests/vm/guest -t 86400 tests/demo shell

check: deps
	$(quiet)$(MAKE) modules command tools unit
	$(quiet)tests/run '$(TESTS)'

check-debug: deps
	$(quiet)$(MAKE) modules command tools
	$(quiet)status=0; $(if $(TESTS),,tests/vm/exact || status=1; tests/vm/stress || status=1;) \
		tests/vm/debug-check -j $(shell nproc) $(TESTS) || status=1; exit $$status

bench: deps
	$(quiet)$(MAKE) modules command
	$(quiet)tests/bench/run $(foreach row,$(RUN),'$(row)')

fuzz:
	$(quiet)tests/vm/deps clang libclang-rt-14-dev
	$(quiet)$(MAKE) -C tests/fuzz fuzz SECONDS='$(or $(SECONDS),600)'

lint: deps
	$(quiet)$(MAKE) modules command
	$(quiet)tests/lint/run

install: command
	$(quiet)tests/vm/modules /lib/modules/$(KVER)/build
	install -d $(DESTDIR)/lib/modules/$(KVER)/updates/lvs $(DESTDIR)/etc/modprobe.d
	install -m 644 build/$(KVER)/*.ko $(DESTDIR)/lib/modules/$(KVER)/updates/lvs
	install -m 644 kernel/lvs.modprobe $(DESTDIR)/etc/modprobe.d/lvs.conf
	$(if $(DESTDIR),,depmod $(KVER))
	$(MAKE) -C ipvsadm install DESTDIR=$(DESTDIR)

uninstall:
	rm -rf $(DESTDIR)/lib/modules/$(KVER)/updates/lvs
	rm -f $(DESTDIR)/etc/modprobe.d/lvs.conf
	$(if $(DESTDIR),,depmod $(KVER))
	$(MAKE) -C ipvsadm uninstall DESTDIR=$(DESTDIR)

clean:
	rm -rf build

.PHONY: all help modules command tools unit deps demo shell check check-debug bench fuzz lint install uninstall clean
