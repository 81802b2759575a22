#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The command loads the module, and schedulers, where the kernel must not; it says so when it cannot.
# Alone: it takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
# Namespaces are not needed for that.
director()
{
	"$@"
}
helper=$(sysctl -n kernel.modprobe)
restore()
{
	vs -C
	sysctl -qw kernel.modprobe="$helper"
	cleanup
}
trap restore EXIT
unload
sysctl -qw kernel.modprobe=/bin/false

without_library()
{
	unshare -m bash -c 'mount --bind /dev/null "$(realpath /lib/*/libkmod.so.2)" && "$@"' - "$@"
}
ok "without libkmod it cannot" eval "! without_library '$IPVSADM' -Ln 2> '$work/said'"
ok "and says why" grep -q "no module can be loaded: .*libkmod" "$work/said"
ok "a module that is not loaded is" vs -Ln
ok "so is a scheduler" vs -A -t $VIP:80 -s sed
printf -- '-A -t %s:81 -s nq\n-a -t %s:81 -r 10.0.2.11\n' $VIP $VIP > "$work/rules"
ok "and that of a restore" eval 'vs -R < "$work/rules"'
is "with its server" "$(vs -Sn | grep -c "$VIP:81 ")" 2
ok "once loaded, it needs no library" without_library "$IPVSADM" -D -t $VIP:80
vs -A -t $VIP:80 -s nosuch 2> "$work/said"
is "a scheduler that there is not" "$(head -n 1 "$work/said")" "Scheduler or persistence engine not found"
restore
finish
