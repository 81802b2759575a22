// SPDX-License-Identifier: GPL-2.0
#include "extension.h"
#include "wire.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define EXTENSION_VERSION 2
#define CLASS_MPLS	  1
#define CLASS_INTERFACE	  2

/* RFC 5837 4.1: what the C-type says is there, in this order. */
#define HAS_INDEX   0x08
#define HAS_ADDRESS 0x04
#define HAS_NAME    0x02
#define HAS_MTU	    0x01

/* The most that a name sub-object may take, its length included. */
#define NAME_MAX_SIZE 64

struct writer {
	char *text;
	size_t length;
};

struct reader {
	const uint8_t *bytes;
	size_t size;
};

__attribute__((format(printf, 2, 3))) static void add(struct writer *writer, const char *format,
						      ...)
{
	size_t room = EXTENSION_TEXT - writer->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(writer->text + writer->length, room, format, arguments);
	va_end(arguments);
	if (length > 0)
		writer->length += (size_t)length < room ? (size_t)length : room - 1;
}

static uint32_t word_at(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static const uint8_t *take(struct reader *reader, size_t size)
{
	const uint8_t *bytes = reader->bytes;

	if (reader->size < size)
		return NULL;
	reader->bytes += size;
	reader->size -= size;
	return bytes;
}

static void add_labels(struct writer *writer, struct reader object)
{
	const char *between = "";
	const uint8_t *entry;
	uint32_t label;

	add(writer, "MPLS:");
	while ((entry = take(&object, 4))) {
		label = word_at(entry);
		add(writer, "%sL=%u,E=%u,S=%u,T=%u", between, label >> 12, label >> 9 & 7,
		    label >> 8 & 1, label & 0xff);
		between = "/";
	}
}

static void add_address(struct writer *writer, struct reader *object, const char *between)
{
	char text[INET6_ADDRSTRLEN];
	const uint8_t *head = take(object, 4);
	const uint8_t *address;
	bool is_ipv6;

	if (!head)
		return;
	is_ipv6 = (head[0] << 8 | head[1]) == 2;
	address = take(object, is_ipv6 ? 16 : 4);
	if (address && inet_ntop(is_ipv6 ? AF_INET6 : AF_INET, address, text, sizeof(text)))
		add(writer, "%s%s", between, text);
}

static void add_name(struct writer *writer, struct reader *object, const char *between)
{
	const uint8_t *name;
	size_t size;
	size_t i;

	/* Its length counts itself. */
	if (!object->size)
		return;
	size = object->bytes[0];
	if (size < 1 || size > NAME_MAX_SIZE)
		return;
	name = take(object, size);
	if (!name)
		return;
	add(writer, "%s\"", between);
	for (i = 1; i < size && name[i]; i++) {
		if (name[i] > ' ' && name[i] < 127 && name[i] != '"' && name[i] != '%')
			add(writer, "%c", name[i]);
		else
			add(writer, "%%%02X", name[i]);
	}
	add(writer, "\"");
}

static void add_interface(struct writer *writer, struct reader object, uint8_t type)
{
	static const char *const roles[] = { "INC", "SUB", "OUT", "NXT" };
	const char *between = "";
	const uint8_t *word;

	add(writer, "%s:", roles[type >> 6]);
	if (type & HAS_INDEX && (word = take(&object, 4))) {
		add(writer, "%u", word_at(word));
		between = ",";
	}
	if (type & HAS_ADDRESS) {
		add_address(writer, &object, between);
		between = ",";
	}
	if (type & HAS_NAME) {
		add_name(writer, &object, between);
		between = ",";
	}
	if (type & HAS_MTU && (word = take(&object, 4)))
		add(writer, "%smtu=%u", between, word_at(word));
}

static void add_other(struct writer *writer, struct reader object, uint8_t class, uint8_t type)
{
	const char *between = "";
	const uint8_t *word;

	add(writer, "%u/%u:", class, type);
	while ((word = take(&object, 4))) {
		add(writer, "%s%08x", between, word_at(word));
		between = ",";
	}
}

static void add_object(struct writer *writer, struct reader object, uint8_t class, uint8_t type)
{
	if (class == CLASS_MPLS && type == 1)
		add_labels(writer, object);
	else if (class == CLASS_INTERFACE)
		add_interface(writer, object, type);
	else
		add_other(writer, object, class, type);
}

const char *extension_text(const uint8_t *bytes, size_t size, char *text)
{
	struct reader reader = { bytes, size };
	struct writer writer = { text, 0 };
	struct reader object;
	const uint8_t *head;

	text[0] = '\0';
	head = take(&reader, 4);
	if (!head || head[0] >> 4 != EXTENSION_VERSION)
		return text;
	/* RFC 4884 7: a checksum of zero says that there is none. */
	if ((head[2] || head[3]) && wire_checksum(bytes, size, 0))
		return text;
	while ((head = take(&reader, 4))) {
		object.size = (size_t)(head[0] << 8 | head[1]);
		if (object.size < 4) {
			text[0] = '\0';
			break;
		}
		object.size -= 4;
		object.bytes = take(&reader, object.size);
		if (!object.bytes) {
			text[0] = '\0';
			break;
		}
		if (writer.length)
			add(&writer, ";");
		add_object(&writer, object, head[2], head[3]);
	}
	return text;
}
