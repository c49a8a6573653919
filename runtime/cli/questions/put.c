/* The answer to --next or --what-matters: found, then put as text or JSON; see questions.h. */
#include "put.h"

bool questions_put(const struct decided *base, const struct hq_subject *subject, const struct hqcli_options *options, FILE *to)
{
	static struct findings f;
	static struct changes c;
	struct put p = { .d = base, .vocab = base->facts.vocab, .subject = subject, .to = to, .color = options->color_out };
	struct tree t;
	bool ok = options->questions == HQCLI_NEXT ? findings_of(base, &f) : changes_of(base, &c);

	questions_read(base, p.reads, &p.lists);
	if (ok && options->format == HQCLI_TEXT) {
		if (options->questions == HQCLI_NEXT)
			put_text_next(&p, &f);
		else
			put_text_changes(&p, &c);
	} else if (ok && tree_begin(&t) == 0) {
		yajl_gen_config(t.gen, yajl_gen_beautify, 0);
		yajl_gen_map_open(t.gen);
		put_json_head(&p, &t);
		if (options->questions == HQCLI_NEXT)
			put_json_next(&p, &t, &f);
		else
			put_json_changes(&p, &t, &c);
		yajl_gen_map_close(t.gen);
		ok = tree_end(&t, to) == 0;
		putc('\n', to);
	}
	if (options->questions == HQCLI_NEXT)
		findings_done(&f);
	return ok;
}
