// SPDX-License-Identifier: GPL-2.0
#include "extension.h"
#include "bytes.h"
#include "family.h"
#include "wire.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define HEADER_SIZE 4
#define OBJECT_SIZE 4
#define VERSION	    2

#define CLASS_MPLS	1
#define TYPE_MPLS_STACK 1
#define CLASS_INTERFACE 2
#define INTERFACE_INDEX 0x08
#define INTERFACE_ADDR	0x04
#define INTERFACE_NAME	0x02
#define INTERFACE_MTU	0x01
#define NAME_MAX_SIZE	64

/* RFC 5837 4.4: numbers of address families are IANA's, not the system's. */
#define AFI_IPV4 1
#define AFI_IPV6 2

/* Text that is being written; what does not fit is left out. */
struct writer {
	char *text;
	size_t length;
};

__attribute__((format(printf, 2, 3))) static void add(struct writer *to, const char *format, ...)
{
	size_t room = EXTENSION_TEXT - to->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(to->text + to->length, room, format, arguments);
	va_end(arguments);
	if (length > 0 && (size_t)length < room)
		to->length += (size_t)length;
	else
		to->text[to->length] = '\0';
}

static bool add_mpls(struct writer *to, const uint8_t *bytes, size_t size)
{
	const char *between = "MPLS:";
	uint32_t entry;
	size_t at;

	if (!size || size % 4)
		return false;
	for (at = 0; at < size; at += 4) {
		entry = be32_at(bytes + at);
		add(to, "%sL=%" PRIu32 ",E=%" PRIu32 ",S=%" PRIu32 ",T=%" PRIu32, between,
		    entry >> 12, entry >> 9 & 7, entry >> 8 & 1, entry & 0xff);
		between = "/";
	}
	return true;
}

/* Return: bytes that it takes, 0 if it is not sound. */
static size_t add_address(struct writer *to, const uint8_t *bytes, size_t size, char between)
{
	const struct probe_family *family;
	char text[PROBE_ADDR_TEXT];
	union probe_addr addr;

	if (size < 4)
		return 0;
	family = probe_family_of((bytes[0] << 8 | bytes[1]) == AFI_IPV4	  ? AF_INET
				 : (bytes[0] << 8 | bytes[1]) == AFI_IPV6 ? AF_INET6
									  : AF_UNSPEC);
	if (!family || size < 4 + family->address_size)
		return 0;
	probe_addr_set(&addr, family, bytes + 4);
	add(to, "%c%s", between, probe_addr_text(&addr, text));
	return 4 + family->address_size;
}

static size_t add_name(struct writer *to, const uint8_t *bytes, size_t size, char between)
{
	size_t length = size ? bytes[0] : 0;
	size_t i;

	if (length < 1 || length > size || length > NAME_MAX_SIZE || length % 4)
		return 0;
	add(to, "%c\"", between);
	for (i = 1; i < length && bytes[i]; i++) {
		if (bytes[i] > ' ' && bytes[i] < 127 && bytes[i] != '"' && bytes[i] != '%')
			add(to, "%c", bytes[i]);
		else
			add(to, "%%%02X", bytes[i]);
	}
	add(to, "\"");
	return length;
}

static size_t add_number(struct writer *to, const uint8_t *bytes, size_t size, char between,
			 const char *name)
{
	if (size < 4)
		return 0;
	add(to, "%c%s%" PRIu32, between, name, be32_at(bytes));
	return 4;
}

static bool add_interface(struct writer *to, uint8_t type, const uint8_t *bytes, size_t size)
{
	static const char *const roles[] = { "INC", "SUB", "OUT", "NXT" };
	static const uint8_t fields[] = { INTERFACE_INDEX, INTERFACE_ADDR, INTERFACE_NAME,
					  INTERFACE_MTU };
	char between = ':';
	size_t step;
	size_t i;

	add(to, "%s", roles[type >> 6]);
	for (i = 0; i < sizeof(fields); i++) {
		if (!(type & fields[i]))
			continue;
		if (fields[i] == INTERFACE_ADDR)
			step = add_address(to, bytes, size, between);
		else if (fields[i] == INTERFACE_NAME)
			step = add_name(to, bytes, size, between);
		else
			step = add_number(to, bytes, size, between,
					  fields[i] == INTERFACE_MTU ? "mtu=" : "");
		if (!step)
			return false;
		bytes += step;
		size -= step;
		between = ',';
	}
	return true;
}

static bool add_unknown(struct writer *to, const uint8_t *object, size_t size)
{
	char between = ':';
	size_t at;

	add(to, "%u/%u", object[2], object[3]);
	for (at = OBJECT_SIZE; at + 4 <= size; at += 4) {
		add(to, "%c%08" PRIx32, between, be32_at(object + at));
		between = ',';
	}
	return true;
}

static bool add_object(struct writer *to, const uint8_t *object, size_t size)
{
	if (object[2] == CLASS_MPLS && object[3] == TYPE_MPLS_STACK)
		return add_mpls(to, object + OBJECT_SIZE, size - OBJECT_SIZE);
	if (object[2] == CLASS_INTERFACE)
		return add_interface(to, object[3], object + OBJECT_SIZE, size - OBJECT_SIZE);
	return add_unknown(to, object, size);
}

static bool is_sound(const uint8_t *bytes, size_t size)
{
	if (size < HEADER_SIZE || bytes[0] >> 4 != VERSION)
		return false;
	/* RFC 4884 7: a checksum of zero says that there is none. */
	return (!bytes[2] && !bytes[3]) || !wire_checksum(bytes, size, 0);
}

const char *extension_text(const uint8_t *bytes, size_t size, char *text)
{
	struct writer to = { .text = text };
	size_t at = HEADER_SIZE;
	size_t length;

	*text = '\0';
	if (!is_sound(bytes, size))
		return text;
	while (at < size) {
		length = size - at < OBJECT_SIZE ? 0 : (size_t)(bytes[at] << 8 | bytes[at + 1]);
		if (length < OBJECT_SIZE || length > size - at || length % 4)
			break;
		if (at > HEADER_SIZE)
			add(&to, ";");
		if (!add_object(&to, bytes + at, length))
			break;
		at += length;
	}
	if (at != size)
		*text = '\0';
	return text;
}
