# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Words of the tests of FTP, beside those of net.sh.
#
#	serve_vsftpd N PORT         vsftpd, which calls clients from the port below its own
#	serve_ftpd N PORT [ARG...]  lib/ftpd, which calls them from any
#	ftp ARG...                  lib/ftp in the client's namespace
#	sessions                    how many FTP has, as /proc/net/ip_vs_app tells
#	expected                    how many data connections have not begun
#
# What server N offers: a file "name" that holds its number, and "put" to write.

ftp_directory()
{
	mkdir -p "$work/ftp$1/put" "$work/empty"
	chmod 755 "$work" "$work/ftp$1"
	chmod 777 "$work/ftp$1/put"
	echo "$1" > "$work/ftp$1/name"
}

ftp_wait()
{
	until_true server "$1" bash -c ": < /dev/tcp/::1/$2" 2> /dev/null
}

serve_vsftpd()
{
	ftp_directory "$1"
	cat > "$work/vsftpd$1.conf" <<- EOF
		listen=NO
		listen_ipv6=YES
		listen_port=$2
		background=NO
		anonymous_enable=YES
		no_anon_password=YES
		anon_root=$work/ftp$1
		anon_umask=022
		write_enable=YES
		anon_upload_enable=YES
		connect_from_port_20=YES
		ftp_data_port=$(($2 - 1))
		secure_chroot_dir=$work/empty
		seccomp_sandbox=NO
		isolate=NO
		isolate_network=NO
	EOF
	server "$1" /usr/sbin/vsftpd "$work/vsftpd$1.conf" &
	ftp_wait "$1" "$2"
}

serve_ftpd()
{
	ftp_directory "$1"
	server "$1" "$top/tests/lib/ftpd" "$work/ftp$1" "${@:2}" &
	ftp_wait "$1" "$2"
}

ftp()
{
	client timeout 120 "$top/tests/lib/ftp" "$@" 2>&1
}

sessions()
{
	director awk '$1 == "TCP" { print $3 }' /proc/net/ip_vs_app
}

# Without a port yet, of who will call.
expected()
{
	vs -Lnc | grep -cE ':0 +|:0$'
}
