#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make install puts modules, modprobe.d file, command, names, man page and completion in
# their places; make uninstall leaves nothing of them.
cd "$(dirname "$(readlink -f "$0")")/../.." || exit 1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
version=$(basename "$(find build -maxdepth 1 -name '6.12*' | head -n 1)")
number=0
failures=0

point()
{
	local claim=$1

	shift
	number=$((number + 1))
	if "$@" > "$root.out" 2>&1; then
		echo "ok $number - $claim"
	else
		echo "not ok $number - $claim"
		sed 's/^/# /' "$root.out"
		failures=$((failures + 1))
	fi
	rm -f "$root.out"
}

makes()
{
	# What the caller's make was told is not ours.
	env -u MAKEFLAGS -u MAKELEVEL make "$@" DESTDIR="$root" KVER="$version"
}

point "install" makes install
modules=$root/lib/modules/$version/updates/lvs
point "the director" test -s "$modules/lvs.ko"
point "a scheduler" test -s "$modules/lvs_wlc.ko"
point "no scheduler of the tests" test ! -e "$modules/lvs_first.ko"
point "modprobe.d: who asks for ip_vs gets lvs" \
	grep -qx 'install ip_vs /sbin/modprobe lvs' "$root/etc/modprobe.d/lvs.conf"
point "modprobe.d: and so does who asks for its part that reads FTP" \
	grep -qx 'install ip_vs_ftp /sbin/modprobe lvs' "$root/etc/modprobe.d/lvs.conf"
point "each scheduler has its line" test \
	"$(find "$modules" -name 'lvs_*' -printf '%f\n' | sed 's/^lvs_/ip_vs_/; s/\.ko$//' | sort)" = \
	"$(awk '$1 == "install" && $2 !~ /^ip_vs(_ftp)?$/ { print $2 }' "$root/etc/modprobe.d/lvs.conf" | sort)"
point "the command works where it stands" "$root/usr/local/sbin/ipvsadm" --version
for name in ipvsadm-save ipvsadm-restore; do
	point "$name is the command" test "$(readlink "$root/usr/local/sbin/$name")" = ipvsadm
done
point "no name of the system's is taken" test ! -e "$root/usr/local/sbin/ping"
point "the man page" test -s "$root/usr/local/share/man/man8/ipvsadm.8"
point "completion is bash" bash -n "$root/usr/local/share/bash-completion/completions/ipvsadm"
point "install with names of the system's" makes install PROBE_LINKS=1
for name in ping ping6 traceroute traceroute6; do
	point "$name is the command" eval "'$root/usr/local/sbin/$name' --help | grep -q 'ipvsadm ${name%6}'"
done
rm "$root/usr/local/sbin/ping4"
touch "$root/usr/local/sbin/ping4"
point "uninstall" makes uninstall
point "another's command of such a name stays" rm "$root/usr/local/sbin/ping4"
point "nothing is left" test -z "$(find "$root" -type f -o -type l)"
echo "1..$number"
exit $((failures > 0))
