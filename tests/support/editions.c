/* The rule files are those of jurisdictions, in byte order: so a seed draws the same teachers everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <glob.h>

#include <cmocka.h>

#include "../reference/teachers.h"
#include "compile.h"
#include "editions.h"
#include "hqc.h"
#include "support.h"

void on_every_edition(size_t teachers, void (*each)(size_t teachers))
{
	glob_t files;

	assert_int_equal(glob(path_of("%s/states/??.hq", src_dir()), 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hqc *c = hqc_new();
		uint16_t e = 0;

		assert_non_null(c);
		assert_int_equal(hqc_add_file(c, files.gl_pathv[i]), 0);
		assert_int_equal(hqc_check(c), 0);
		for (const struct hqc_edition *tree = c->trees[0]->jurisdictions->editions; tree; tree = tree->next, e++) {
			assert_true(stand_on(c, tree, e));
			each(teachers / files.gl_pathc + 1);
		}
		hqc_free(c);
	}
	globfree(&files);
}
