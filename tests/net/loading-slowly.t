#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A namespace that waits until its scheduler's module is loaded keeps no other one waiting.
# Alone: nobody else finds a module meanwhile.
. "$(dirname "$0")/../lib/net.sh"
setup
modprobe lvs_rr
ip netns add "$tag-x"
mkfifo "$work/gate"
echo 0 > "$work/asked"
cat > "$work/modprobe" << LOADER
#!/bin/bash
echo 1 > $work/asked
read -r < $work/gate
LOADER
chmod 755 "$work" "$work/modprobe"
before=$(cat /proc/sys/kernel/modprobe)
echo "$work/modprobe" > /proc/sys/kernel/modprobe
vs -A -t $VIP:80 -s nosuch > "$work/waiting" 2>&1 &
waiting=$!
ok "a module is asked for" until_true grep -q 1 "$work/asked"
# In the background: who waits in the kernel for another cannot be killed.
ip netns exec "$tag-x" bash -c '"$0" -A -t "$1" -s rr; "$0" -Sn' "$IPVSADM" $VIP:80 \
	> "$work/other" 2>&1 &
other=$!
PATIENCE=15 ok "meanwhile another namespace has a service made, and lists it" \
	until_true grep -qxe "-A -t $VIP:80 -s rr" "$work/other"
echo > "$work/gate"
wait $waiting $other
is "who waited is told that there is no such scheduler" "$(head -n 1 "$work/waiting")" \
	"Scheduler or persistence engine not found"
echo "$before" > /proc/sys/kernel/modprobe
finish
