#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each refusal of the kernel has its message, its sentence, and changes nothing.
. "$(dirname "$0")/../lib/net.sh"
setup
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m
vs -A -t "[$VIP6]:80" -s rr
before=$(vs -Sn)

# refused TEXT SENTENCE ARG...
refused()
{
	local text=$1
	local sentence=$2

	shift 2
	is "$*" "$(vs "$@" 2>&1; echo "exit $?")" "$text
kernel: $sentence
exit 255"
}

invalid="Invalid operation.  Possibly wrong module version, address not unicast, ..."
unicast="the real server's address is not unicast"
refused "Service already exists" "this virtual service exists already" -A -t $VIP:80 -s nosuch
refused "Scheduler or persistence engine not found" \
	"no such scheduler: its module lvs_<name> cannot be loaded" -A -t $VIP:81 -s nosuch
refused "Scheduler or persistence engine not found" \
	"no such scheduler: its module lvs_<name> cannot be loaded" -E -t $VIP:80 -s nosuch
refused "Scheduler or persistence engine not found" \
	"no such persistence engine" -A -u $VIP:81 -p --pe sip
refused "No such service" "no such virtual service" -E -t $VIP:81
refused "No such service" "no such virtual service" -D -t $VIP:81
refused "No such service" "no such virtual service" -Z -t $VIP:81
refused "Service not defined" "no such virtual service" -a -t $VIP:81 -r 10.0.2.11 -m
refused "Destination already exists" "the service has this real server already" \
	-a -t $VIP:80 -r 10.0.2.11:80 -m
refused "No such destination" "the service has no such real server" -e -t $VIP:80 -r 10.0.2.12 -m
refused "No such destination" "the service has no such real server" -d -t $VIP:80 -r 10.0.2.12
refused "$invalid" "$unicast" -a -t $VIP:80 -r 0.0.0.0 -m
refused "$invalid" "$unicast" -a -t $VIP:80 -r 224.0.0.1 -m
refused "$invalid" "$unicast" -a -t $VIP:80 -r 10.0.2.255 -m
refused "$invalid" "$unicast" -a -t "[$VIP6]:80" -r "[ff02::1]:80" -m
refused "$invalid" "$unicast" -a -t "[$VIP6]:80" -r "[::]:80" -m
refused "Numerical result out of range" "the lower threshold is above the upper one" \
	-a -t $VIP:80 -r 10.0.2.12 -m -x 1 -y 2
refused "Operation not supported" "this director has no synchronisation daemon" \
	--start-daemon master --mcast-interface out
is "nothing has changed" "$(vs -Sn)" "$before"
vs -a -t $VIP:80 -r 10.0.3.255:80 -m
director ip addr add 10.0.3.1/24 dev in
refused "Destination already exists" "the service has this real server already" \
	-a -t $VIP:80 -r 10.0.3.255:80 -m
ok "a server whose address has become a broadcast address is quiesced" \
	vs -e -t $VIP:80 -r 10.0.3.255:80 -m -w 0
ok "and removed" vs -d -t $VIP:80 -r 10.0.3.255:80
printf -- '-A -t %s:90 -s rr\nnonsense\n' $VIP > "$work/rules"
is "a bad line of a restore is named" "$(director "$IPVSADM" -R < "$work/rules" 2>&1 | head -n 1)" \
	"line 2: unexpected argument nonsense: nonsense"
is "and nothing has changed" "$(vs -Sn)" "$before"
cat > "$work/rules" << RULES
-A -t $VIP:80 -s rr
-A -t $VIP:90 -s rr
-a -t $VIP:90 -r 0.0.0.0:80 -m
-a -t $VIP:91 -r 10.0.2.11:80 -m
RULES
is "each line that the kernel refuses is told, with its sentence" \
	"$(director "$IPVSADM" -R < "$work/rules" 2>&1)" \
	"line 1: Service already exists
kernel: this virtual service exists already
line 3: $invalid
kernel: $unicast
line 4: Service not defined
kernel: no such virtual service"
finish
