// SPDX-License-Identifier: GPL-2.0
#include "module.h"

#include <dlfcn.h>
#include <errno.h>
#include <libkmod.h>
#include <stddef.h>
#include <stdio.h>

#define LIBRARY "libkmod.so.2"

/*
 * Most commands find the module loaded, and libkmod brings libraries of
 * cryptography and compression, whose start costs more than the command does:
 * it is loaded with the first module.
 */
static struct {
	__typeof__(kmod_new) *new;
	__typeof__(kmod_unref) *unref;
	__typeof__(kmod_list_next) *list_next;
	__typeof__(kmod_module_new_from_lookup) *lookup;
	__typeof__(kmod_module_get_module) *get_module;
	__typeof__(kmod_module_probe_insert_module) *insert;
	__typeof__(kmod_module_unref) *module_unref;
	__typeof__(kmod_module_unref_list) *unref_list;
} kmod;

static const struct {
	const char *symbol;
	void *at;
} symbols[] = {
	{ "kmod_new", &kmod.new },
	{ "kmod_unref", &kmod.unref },
	{ "kmod_list_next", &kmod.list_next },
	{ "kmod_module_new_from_lookup", &kmod.lookup },
	{ "kmod_module_get_module", &kmod.get_module },
	{ "kmod_module_probe_insert_module", &kmod.insert },
	{ "kmod_module_unref", &kmod.module_unref },
	{ "kmod_module_unref_list", &kmod.unref_list },
};

/* The library stays until the process ends. */
static int find_library(void)
{
	static void *library;
	size_t i;

	if (library)
		return 0;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	for (i = 0; library && i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		*(void **)symbols[i].at = dlsym(library, symbols[i].symbol);
		if (!*(void **)symbols[i].at)
			break;
	}
	if (library && i == sizeof(symbols) / sizeof(symbols[0]))
		return 0;
	fprintf(stderr, "ipvsadm: no module can be loaded: %s\n", dlerror());
	if (library)
		dlclose(library);
	library = NULL;
	return -ELIBACC;
}

int module_load(const char *name)
{
	struct kmod_list *list = NULL;
	struct kmod_list *entry;
	struct kmod_ctx *ctx;
	int ret = find_library();

	if (ret)
		return ret;
	ctx = kmod.new(NULL, NULL);
	if (!ctx)
		return -ENOMEM;
	ret = kmod.lookup(ctx, name, &list);
	if (!ret && !list)
		ret = -ENOENT;
	for (entry = list; entry; entry = kmod.list_next(list, entry)) {
		struct kmod_module *module = kmod.get_module(entry);

		ret = kmod.insert(module, KMOD_PROBE_APPLY_BLACKLIST, NULL, NULL, NULL, NULL);
		kmod.module_unref(module);
	}
	kmod.unref_list(list);
	kmod.unref(ctx);
	return ret;
}
