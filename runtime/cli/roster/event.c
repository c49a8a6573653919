/* Events as bytes: a head, the values of the fields that are known, the id of an assignment. */
#include "event.h"

struct packed {
	uint64_t line;
	int64_t amount;
	uint32_t file;
	int32_t event;
	hq_day as_of;
	char jurisdiction[8];
	uint16_t known, asked, times, assignment_len;
	uint8_t what, kind, unit, pad;
};

size_t event_pack(const struct event *e, char out[EVENT_BYTES_MAX])
{
	const struct hq_record *r = &e->record;
	const size_t len = strlen(e->assignment);
	struct packed p = { .line = e->line, .amount = r->amount, .file = e->file, .event = r->event, .as_of = e->as_of, .known = r->known,
			    .asked = r->asked, .times = r->times, .assignment_len = (uint16_t)len, .what = (uint8_t)e->what,
			    .kind = r->kind, .unit = r->unit };
	size_t at = sizeof p;
	_Static_assert(sizeof p <= 64, "EVENT_BYTES_MAX");
	memcpy(p.jurisdiction, e->jurisdiction, sizeof(p.jurisdiction));
	memcpy(out, &p, sizeof p);
	for (size_t f = 0; f < HQ_FIELDS_MAX; f++) {
		if (!(r->known >> f & 1))
			continue;
		memcpy(out + at, &r->v[f], sizeof *r->v);
		at += sizeof *r->v;
	}
	memcpy(out + at, e->assignment, len);
	return at + len;
}

void event_unpack(const char *bytes, size_t len, struct event *out)
{
	struct packed p;
	size_t at = sizeof p;
	memcpy(&p, bytes, sizeof p);
	memset(out, 0, sizeof *out);
	out->what = (enum event_what)p.what;
	out->file = p.file;
	out->line = p.line;
	out->as_of = p.as_of;
	out->record = (struct hq_record){ .kind = p.kind, .unit = p.unit, .known = p.known, .asked = p.asked, .times = p.times,
					  .event = p.event, .amount = p.amount };
	memcpy(out->jurisdiction, p.jurisdiction, sizeof(p.jurisdiction));
	for (size_t f = 0; f < HQ_FIELDS_MAX; f++) {
		if (!(p.known >> f & 1))
			continue;
		memcpy(&out->record.v[f], bytes + at, sizeof *out->record.v);
		at += sizeof *out->record.v;
	}
	memcpy(out->assignment, bytes + at, len - at);
}
