# Everything is built under $(BUILD); nothing generated is kept in git. Read from top to bottom. `make help` lists the targets.
# Yours to set: BUILD CC CFLAGS LDFLAGS SAN PREFIX DESTDIR V=1 (show commands) DEV=1 (warnings are errors) NATIVE=1 (for this machine alone) SOURCES (the source texts).

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
SAN     ?=
VERSION := $(shell sed -n 's/^\#define HQ_VERSION "\(.*\)"/\1/p' runtime/hq.h)
Q       := $(if $(V),,@)
SAY      = $(if $(V),@:,@printf '  %-7s %s\n')

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
override CPPFLAGS += -Iruntime -Iruntime/cli -Icompiler -I$(BUILD)/grammar -D_POSIX_C_SOURCE=200809L
override CFLAGS   += -std=c11 $(if $(NATIVE),-march=native) $(WARN) $(if $(DEV),-Werror) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer)
# One binary holds every way of scanning CSV and takes the widest that the machine has.
ifneq ($(findstring x86_64,$(shell $(CC) -dumpmachine)),)
FLAGS_scan_avx2   := -mavx2 -mpopcnt -mbmi
FLAGS_scan_avx512 := -mavx2 -mpopcnt -mbmi -mavx512f -mavx512bw -mavx512vbmi -mavx512vbmi2
endif
# So with deciding many teachers at once; there the compiler is told to make vectors, and that numbers wrap (runtime/batch/loops.h).
LOOPS               := $(if $(filter -O2 -O3,$(CFLAGS)),-O3) -fwrapv
FLAGS_kernel_plain  := $(LOOPS)
ifneq ($(findstring x86_64,$(shell $(CC) -dumpmachine)),)
FLAGS_kernel_avx2   := $(LOOPS) -mavx2 -mbmi2 -mpopcnt
FLAGS_kernel_avx512 := $(LOOPS) -mavx2 -mbmi2 -mpopcnt -mavx512f -mavx512bw -mavx512dq -mavx512vl -mprefer-vector-width=512
endif
# Output of flex and bison is theirs: only its real mistakes are of interest.
GENFLAGS := -Wno-conversion -Wno-shadow -Wno-missing-prototypes -Wno-sign-compare -Wno-unused-function -Wno-unused-parameter -Wno-unused-but-set-variable

# With `make deps check`, nothing is compiled before deps is done, also under -j.
READY := $(if $(filter deps,$(MAKECMDGOALS)),deps)

RUNTIME   := $(wildcard runtime/*.c)
BATCH     := $(wildcard runtime/batch/*.c)
PLAN      := $(wildcard runtime/plan/*.c)
CLI       := $(filter-out runtime/cli/hq.c,$(wildcard runtime/cli/*.c runtime/cli/csv/*.c runtime/cli/questions/*.c runtime/cli/roster/*.c))
COMPILER  := $(wildcard compiler/*.c)
HQC       := $(wildcard compiler/cli/*.c)
SHARED_HQ := states/facts.hq states/sources.hq $(wildcard states/common.hq)
RULES     := $(filter-out $(SHARED_HQ),$(wildcard states/*.hq))
UNIT      := $(wildcard tests/unit/test_*.c)
SUPPORT   := $(wildcard tests/support/*.c tests/reference/*.c)
obj        = $(patsubst %.c,$(BUILD)/%.o,$(1))

GRAMMAR_C := $(BUILD)/grammar/hq.tab.c $(BUILD)/grammar/hq.lex.c
STATES_C  := $(patsubst %.hq,$(BUILD)/%.hq.c,$(RULES) states/facts.hq) $(BUILD)/states/index.c
STATES_O  := $(STATES_C:.c=.o)
TESTS     := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(UNIT))

all: $(BUILD)/hqc $(BUILD)/hq ## build both programs (the default)

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  %-16s %s\n", $$1, $$2 }'

# ---- set-up ---------------------------------------------------------------------------------------------------------

# Debian packages by name: what it takes to build, and what the tests use.
PACKAGES     := gcc libc6-dev flex bison libyajl-dev zlib1g-dev libcsv-dev libcmocka-dev pkg-config binutils python3 python3-jsonschema
PACKAGES_DEV := clang valgrind mandoc python3-distributed

define install_missing
	@missing=; for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		echo "installing:$$missing"; \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

deps: ## install what is missing from Debian's packages (with sudo when not root)
	$(call install_missing,$(PACKAGES))
deps-dev: ## the same for what check-clang, check-valgrind and some benchmarks need
	$(call install_missing,$(PACKAGES_DEV))

phrases: ## choose anew the phrases that texts of tables are packed with: a change of the table format
	$(Q)python3 tests/support/phrases.py $(RULES) > $(BUILD)/phrases.h && cp $(BUILD)/phrases.h runtime/phrases.h

# ---- libraries and programs -----------------------------------------------------------------------------------------

$(BUILD)/%.o: %.c | $(READY)
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(FLAGS_$(notdir $*)) -MMD -MP -c -o $@ $<

$(BUILD)/grammar/hq.tab.c $(BUILD)/grammar/hq.tab.h &: grammar/hq.y | $(READY)
	@mkdir -p $(@D)
	$(SAY) BISON $<
	$(Q)bison -Wall -Werror -Wcounterexamples --header=$(BUILD)/grammar/hq.tab.h -o $(BUILD)/grammar/hq.tab.c $<

$(BUILD)/grammar/hq.lex.c $(BUILD)/grammar/hq.lex.h &: grammar/hq.l | $(READY)
	@mkdir -p $(@D)
	$(SAY) FLEX $<
	$(Q)flex --header-file=$(BUILD)/grammar/hq.lex.h -o $(BUILD)/grammar/hq.lex.c $<

$(BUILD)/grammar/%.o: $(BUILD)/grammar/%.c
	$(SAY) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(GENFLAGS) -MMD -MP -c -o $@ $<

# The headers that flex and bison write must be there before anything includes them.
$(call obj,$(COMPILER)): | $(BUILD)/grammar/hq.tab.h $(BUILD)/grammar/hq.lex.h
$(GRAMMAR_C:.c=.o): | $(BUILD)/grammar/hq.tab.h $(BUILD)/grammar/hq.lex.h

define archive
	$(SAY) AR $@
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^
endef
# What decides many teachers is built fast, the rest of the runtime small; passes are off that make code larger and these loops no faster. Without SSE calls
# need not say how many arguments stand in its registers.
FAST   := verdict
knows   = $(shell $(CC) -Werror $(1) -xc -fsyntax-only /dev/null 2>/dev/null && echo $(1))
OPTIMIZED := $(filter -O2 -O3,$(CFLAGS))
PLAIN  := $(if $(OPTIMIZED),$(call knows,-fno-tree-vectorize -fno-thread-jumps -fno-align-loops -fno-align-jumps -fno-align-functions))
SMALL  := $(if $(OPTIMIZED),$(or $(call knows,-Oz),-Os) $(call knows,-fno-ipa-cp -fno-ipa-sra -fno-tree-dominator-opts -fno-tree-loop-im \
	-fno-tree-slp-vectorize -fno-jump-tables -fno-shrink-wrap -fno-move-loop-invariants -fno-tree-fre \
	-fno-forward-propagate -fno-optimize-sibling-calls -fno-tree-pre -fno-caller-saves -fno-tree-tail-merge -fno-if-conversion -fno-tree-loop-optimize -fno-ssa-phiopt) $(call knows,-mno-sse) $(call knows,-mno-sse -mskip-rax-setup) $(call knows,-malign-data=abi))
$(filter-out $(FAST:%=$(BUILD)/runtime/%.o),$(call obj,$(RUNTIME))): override CFLAGS += $(SMALL)
# These make it no faster either, and 7 % larger.
LEAN   := $(if $(OPTIMIZED),$(call knows,-fno-guess-branch-probability -freorder-blocks-algorithm=simple -fno-tree-pre -fno-tree-slsr -fno-caller-saves))
$(FAST:%=$(BUILD)/runtime/%.o): override CFLAGS += $(LEAN)
# Nothing unwinds through it: C without exceptions, and debuggers have .debug_frame. The tables for it would be an eighth of the library.
NOUNWIND := -fno-asynchronous-unwind-tables -fno-unwind-tables
# What makes a program for many teachers is small too; what runs it is not.
$(filter-out $(BUILD)/runtime/batch/kernel% $(BUILD)/runtime/batch/run.o $(BUILD)/runtime/batch/one.o,$(call obj,$(BATCH))): override CFLAGS += $(SMALL)
$(call obj,$(RUNTIME) $(BATCH) $(PLAN)): override CFLAGS += $(NOUNWIND)
$(call obj,$(RUNTIME)): override CFLAGS += $(PLAIN)
# What makes these smaller, and most of the others larger.
define smaller
$(BUILD)/runtime/$(1).o: override CFLAGS += $$(if $$(OPTIMIZED),$$(call knows,$(2)))
endef
$(eval $(call smaller,allot,-ftree-loop-optimize -fif-conversion -fno-early-inlining -fno-tree-vrp -fssa-phiopt -fno-tree-ccp))
$(eval $(call smaller,ask,-ftree-loop-optimize -ftree-fre -fno-code-hoisting -fshrink-wrap))
$(eval $(call smaller,exact,-fthread-jumps -fconserve-stack -ftree-loop-optimize -fno-tree-vrp -fno-tree-dse -fno-ipa-pure-const -fno-inline-small-functions -fno-ira-hoist-pressure -fno-tree-sink -fno-tree-sra -mbranch-cost=0 -freorder-blocks-algorithm=simple -ftree-fre))
$(eval $(call smaller,exact_fact,-fno-tree-dce -fno-ira-hoist-pressure -fno-tree-slsr -ftree-fre -fcaller-saves -fno-code-hoisting -fno-ipa-modref -fira-region=all -fsched2-use-superblocks))
$(eval $(call smaller,exact_list,-fno-inline-functions-called-once -fthread-jumps -ftree-fre -ftree-loop-optimize -fno-tree-dce -fno-ira-hoist-pressure -fno-ipa-modref -fno-cse-follow-jumps))
$(eval $(call smaller,date,-fno-tree-vrp -ftree-loop-optimize -fno-tree-forwprop))
$(eval $(call smaller,eval,-fcaller-saves -fschedule-insns -fno-ira-hoist-pressure -fno-tree-slsr -fno-tree-forwprop -fno-tree-coalesce-vars -fira-region=all -ftree-loop-optimize -fif-conversion))
$(eval $(call smaller,explain,-fif-conversion -ftree-loop-optimize -fssa-phiopt -fcaller-saves -fno-ira-hoist-pressure -fno-inline-functions-called-once -fno-cse-follow-jumps -fno-tree-coalesce-vars -fira-region=all -fno-expensive-optimizations -fno-strict-aliasing))
$(eval $(call smaller,explain_format,-fno-tree-forwprop -fno-tree-sink -ftree-loop-optimize -fif-conversion -fno-ira-hoist-pressure -fssa-phiopt -fno-expensive-optimizations -foptimize-sibling-calls -freorder-blocks-algorithm=simple -fno-tree-sra -fshrink-wrap))
$(eval $(call smaller,explain_json,-fno-ira-hoist-pressure -fschedule-insns -fno-tree-dse -fthread-jumps -ftree-loop-optimize -fno-tree-dce -fssa-phiopt -fno-cse-follow-jumps -fno-guess-branch-probability -fno-tree-sink -fno-strict-aliasing -fno-sched-critical-path-heuristic))
$(eval $(call smaller,explain_missing,-fno-inline-functions-called-once -fno-tree-forwprop -fno-cse-follow-jumps -fno-tree-sink -fssa-phiopt -fno-ipa-modref -flive-range-shrinkage))
$(eval $(call smaller,explain_names,-fno-ira-hoist-pressure -fthread-jumps -fssa-phiopt -fno-code-hoisting -fno-tree-ter -fno-guess-branch-probability -fno-tree-cselim))
$(eval $(call smaller,explain_words,-fno-tree-sink -fschedule-insns))
$(eval $(call smaller,explain_text,-fmove-loop-invariants -fno-ira-hoist-pressure -fno-tree-dse -foptimize-sibling-calls -fno-split-wide-types -fno-guess-branch-probability))
$(eval $(call smaller,facts,-fno-ipa-pure-const -fno-tree-sink -ftree-dominator-opts))
$(eval $(call smaller,filter,-fno-tree-sink -fmove-loop-invariants -fno-gcse -fno-tree-dce -fno-tree-slsr -fssa-phiopt -fno-ipa-modref -fif-conversion -flive-range-shrinkage))
$(eval $(call smaller,layout,-fno-gcse -freorder-blocks-algorithm=simple))
$(eval $(call smaller,measure,-fno-inline-functions-called-once -ftree-loop-optimize -fssa-phiopt -fif-conversion -fno-tree-vrp -fno-code-hoisting -fno-expensive-optimizations -fno-inline-small-functions -flive-range-shrinkage -fno-tree-ter -fno-tree-coalesce-vars -fira-region=all -fno-tree-sink -fno-guess-branch-probability -fno-tree-ccp))
$(eval $(call smaller,names,-fthread-jumps -fif-conversion -fno-ira-hoist-pressure -foptimize-sibling-calls))
$(eval $(call smaller,number,-fno-tree-forwprop -fssa-phiopt -freorder-blocks-algorithm=simple))
$(eval $(call smaller,rubric,-fno-inline-functions-called-once -fno-tree-forwprop -ftree-loop-optimize -fno-tree-slsr))
$(eval $(call smaller,strerror,-fno-inline-functions-called-once))
$(eval $(call smaller,text,-fthread-jumps -fno-code-hoisting -fno-tree-dse))
$(eval $(call smaller,verify,-fno-tree-sink -fno-code-hoisting -ftree-fre -mbranch-cost=0))
$(eval $(call smaller,verify_rules,-fno-ira-hoist-pressure -fno-ipa-pure-const -fno-guess-branch-probability -fira-region=all))
$(eval $(call smaller,verify_vocab,-fthread-jumps -fno-code-hoisting))
$(eval $(call smaller,vocab,-fcaller-saves -ftree-dominator-opts -fthread-jumps -fno-tree-coalesce-vars -fif-conversion))
$(eval $(call smaller,writer,-fno-tree-forwprop -fssa-phiopt -ftree-dominator-opts -foptimize-sibling-calls -fno-guess-branch-probability))
$(BUILD)/libhq.a: $(call obj,$(RUNTIME)) ; $(archive)
$(BUILD)/libhqbatch.a: $(call obj,$(BATCH)) ; $(archive)
$(BUILD)/libhqplan.a: $(call obj,$(PLAN)) ; $(archive)
$(BUILD)/libhqcli.a: $(call obj,$(CLI)) $(BUILD)/maps.o ; $(archive)
$(BUILD)/libhqc.a: $(call obj,$(COMPILER)) $(GRAMMAR_C:.c=.o) ; $(archive)
LIBS := $(BUILD)/libhqc.a $(BUILD)/libhqcli.a $(BUILD)/libhqbatch.a $(BUILD)/libhqplan.a $(BUILD)/libhq.a

$(BUILD)/hqc: $(call obj,$(HQC)) $(LIBS)
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lyajl -lz -lpthread

$(BUILD)/hq: $(BUILD)/runtime/cli/hq.o $(STATES_O) $(BUILD)/libhqcli.a $(BUILD)/libhqbatch.a $(BUILD)/libhqplan.a $(BUILD)/libhq.a
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lyajl -lz -lpthread

# ---- maps of names --------------------------------------------------------------------------------------------------

MAPS := $(wildcard states/maps/*.csv)
$(BUILD)/maps.c: $(MAPS)
	@mkdir -p $(@D)
	$(SAY) MAPS $@
	$(Q){ echo '#include "roster/maps.h"'; for m in $(MAPS); do n=$$(basename $$m .csv); echo "static const char *const $$n[] = {"; \
		sed 's/[\\"]/\\&/g; s/.*/\t"&",/' $$m; echo '	0'; echo '};'; done; echo 'const struct hq_map hq_maps[] = {'; \
		for m in $(MAPS); do n=$$(basename $$m .csv); echo "	{ \"$$n\", $$n },"; done; echo '	{ 0, 0 }'; echo '};'; } > $@
$(BUILD)/maps.o: $(BUILD)/maps.c
	$(SAY) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# ---- rules to tables ------------------------------------------------------------------------------------------------

$(BUILD)/states/%.hq.c: states/%.hq $(BUILD)/hqc
	@mkdir -p $(@D)
	$(SAY) HQC $<
	$(Q)$(BUILD)/hqc build --depfile $@.d -o $@ $<

$(BUILD)/states/index.c: $(RULES) $(BUILD)/hqc
	@mkdir -p $(@D)
	$(SAY) HQC $@
	$(Q)$(BUILD)/hqc index -o $@ $(RULES)

$(BUILD)/states/%.o: $(BUILD)/states/%.c
	$(SAY) CC $<
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# ---- the main job ---------------------------------------------------------------------------------------------------

demo: $(BUILD)/hq ## evaluate the sample teachers of every jurisdiction
	$(Q)$(BUILD)/hq eval --closed --as-of 2007-06-30 states/teachers/*.json

# ---- tests ----------------------------------------------------------------------------------------------------------

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(call obj,$(SUPPORT)) $(STATES_O) $(LIBS)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka -lyajl -lcsv -lz -lpthread

ENV := BUILD=$(abspath $(BUILD)) SRC=$(CURDIR) CC='$(CC)' SAN='$(SAN)' OPTIMIZED='$(SMALL)' NO_COLOR=1

check: check-unit check-rules ## build and run every test

check-unit: all $(TESTS)
	@fail=0; for t in $(filter-out $(addprefix $(BUILD)/tests/,$(SKIP)),$(TESTS)); do $(ENV) $(RUNNER) $$t 2>&1 | tee $$t.log | grep -vE '^\[ +(RUN|OK) +\]' ; \
		grep -qE '^\[  PASSED  \]' $$t.log && ! grep -qE '^\[  FAILED  \]' $$t.log || { echo "FAILED: $$t"; fail=1; }; done; \
	 exit $$fail

DEBIAN_PYTHON ?= /usr/bin/python3
check-distributed: $(BUILD)/hq ## a roster over several worker processes of python3-distributed: the same bytes as one
	@mkdir -p $(BUILD)/tests/distributed
	@$(DEBIAN_PYTHON) tests/distributed/check.py $(abspath $(BUILD)/hq) $(abspath $(BUILD)/tests/distributed) || [ $$? = 77 ]

check-rules: $(BUILD)/hqc ## check every rule file, run the examples in it, account for every line of the sources
	$(Q)$(BUILD)/hqc check $(RULES)
	$(Q)$(BUILD)/hqc fmt --check $(RULES) $(SHARED_HQ)
	$(Q)$(BUILD)/hqc test $(RULES)
	$(Q)$(BUILD)/hqc sources --index states/sources $(RULES)
	$(Q)$(BUILD)/hqc overview $(RULES) | cmp - states/README.md || { echo 'states/README.md is not current: make states-readme'; exit 1; }

sources: $(BUILD)/hqc ## account for every line of the sources; SOURCES=FOLDER compares the texts, SHOW=XX prints them beside the rules
	$(Q)$(BUILD)/hqc sources --index states/sources $(if $(SOURCES),--texts $(SOURCES)) $(if $(SHOW),--show $(SHOW)) $(RULES)

states-readme: $(BUILD)/hqc ## write states/README.md from the rule files
	$(Q)$(BUILD)/hqc overview $(RULES) > $(BUILD)/states-readme.md && cp $(BUILD)/states-readme.md states/README.md

check-asan: ## the tests under address and undefined-behaviour sanitizers
	$(Q)$(MAKE) BUILD=$(BUILD)/asan SAN=address,undefined CFLAGS='-O1 -g' check
# What measures the build or runs other programs has nothing to show under valgrind; the rest is slow there, so fewer teachers.
check-valgrind: ## the tests under valgrind
	$(Q)HQ_RANDOM_TEACHERS=400 HQ_CSV_TEXTS=200 HQ_RANDOM_RULES=150 $(MAKE) BUILD=$(BUILD)/valgrind CFLAGS='-O1 -g' SKIP='test_size test_embed test_emit test_paths test_threads' \
		RUNNER='valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --child-silent-after-fork=yes' check-unit
check-clang: ## build with clang, warnings are errors, and run the tests
	$(Q)$(MAKE) BUILD=$(BUILD)/clang CC=clang DEV=1 check
check-gcc: ## build with gcc, warnings are errors
	$(Q)$(MAKE) BUILD=$(BUILD)/gcc CC=gcc DEV=1 all

SECONDS ?= 60
SEED    ?= 1
fuzz: ## damaged tables, damaged rule files and damaged CSV, under sanitizers; SECONDS=60 SEED=1
	$(Q)$(MAKE) BUILD=$(BUILD)/asan SAN=address,undefined CFLAGS='-O1 -g' $(addprefix $(BUILD)/asan/fuzz/fuzz_,verify rules csv)
	$(Q)$(BUILD)/asan/fuzz/fuzz_verify $(SECONDS) $(SEED)
	$(Q)$(BUILD)/asan/fuzz/fuzz_rules $(SECONDS) $(SEED) $(RULES) states/facts.hq
	$(Q)$(BUILD)/asan/fuzz/fuzz_csv $(SECONDS) $(SEED)

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/support/csv_peer.o $(STATES_O) $(LIBS)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka -lyajl -lcsv -lz -lpthread

soak: all $(addprefix $(BUILD)/tests/test_,reference csv batch roster plan_random together cases chains years spans exact lists) ## two million random teachers against the reference evaluator, a million random rule files against counting, a million CSV texts against libcsv, a million teachers in blocks, rosters of ten million rows, plans of a hundred thousand; HQ_SEED=N
	HQ_RANDOM_TEACHERS=2000000 $(ENV) $(BUILD)/tests/test_reference
	HQ_RANDOM_RULES=500000 $(ENV) $(BUILD)/tests/test_together
	HQ_RANDOM_RULES=60000 $(ENV) $(BUILD)/tests/test_cases
	HQ_RANDOM_RULES=30000 $(ENV) $(BUILD)/tests/test_chains
	HQ_RANDOM_RULES=20000 $(ENV) $(BUILD)/tests/test_years
	HQ_RANDOM_RULES=10000 $(ENV) $(BUILD)/tests/test_spans
	HQ_RANDOM_TEACHERS=40000 $(ENV) $(BUILD)/tests/test_exact
	HQ_RANDOM_RULES=500000 $(ENV) $(BUILD)/tests/test_lists
	HQ_CSV_TEXTS=1000000 $(ENV) $(BUILD)/tests/test_csv
	HQ_RANDOM_TEACHERS=1000000 $(ENV) $(BUILD)/tests/test_batch
	HQ_ROSTER_ROWS=10000000 $(ENV) $(BUILD)/tests/test_roster
	HQ_PLAN_TEACHERS=100000 $(ENV) $(BUILD)/tests/test_plan_random

golden: all $(TESTS) ## run the golden tests; UPDATE=1 rewrites the files: read the diff
	$(Q)for t in lang cli; do [ ! -x $(BUILD)/tests/test_$$t ] || UPDATE=$(UPDATE) $(ENV) $(BUILD)/tests/test_$$t || exit 1; done

repro: all ## build the tables twice, here and in a copy elsewhere: the same bytes
	$(Q)rm -rf $(BUILD)/repro && mkdir -p $(BUILD)/repro/elsewhere/b && cp -R Makefile grammar compiler runtime states tests $(BUILD)/repro/elsewhere/
	$(Q)$(MAKE) -s -C $(BUILD)/repro/elsewhere BUILD=b all
	$(Q)n=0; for f in $(BUILD)/states/*.c; do cmp $$f $(BUILD)/repro/elsewhere/b/states/$$(basename $$f) || exit 1; n=$$((n + 1)); done; \
		echo "$$n generated files are the same, byte for byte"
	$(Q)rm -rf $(BUILD)/repro

# ---- speed ----------------------------------------------------------------------------------------------------------

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(STATES_O) $(LIBS)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lyajl -lz -lcsv -lpthread

$(BUILD)/bench/bench_plan: $(BUILD)/tests/bench/bench_plan.o $(call obj,$(wildcard tests/reference/*.c)) $(LIBS)
	@mkdir -p $(@D)
	$(SAY) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lyajl -lz -lpthread

bench: all $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/bench_*.c)) ## measure, as ratios within one run
	@$(BUILD)/bench/bench_decide
	@$(BUILD)/bench/bench_exact
	@$(BUILD)/bench/bench_columns tests/bench/georgia.hq
	@$(BUILD)/bench/bench_csv $(BUILD)/bench
	@$(BUILD)/bench/bench_compile $(RULES)
	@$(BUILD)/bench/bench_plan $(RULES)
	@$(BUILD)/bench/bench_start $(BUILD)/hq tests/bench/one.json

# ---- installing -----------------------------------------------------------------------------------------------------

install: all ## install under $(DESTDIR)$(PREFIX)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin include lib/pkgconfig share/man/man1 share/hq/maps share/doc/hq share/bash-completion/completions)
	install -m 755 $(BUILD)/hq $(BUILD)/hqc $(DESTDIR)$(PREFIX)/bin
	install -m 644 runtime/hq.h runtime/hq_tables.h runtime/hq_read.h runtime/hq_batch.h runtime/hq_plan.h compiler/hqc.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(BUILD)/libhq.a $(BUILD)/libhqbatch.a $(BUILD)/libhqplan.a $(BUILD)/libhqc.a $(DESTDIR)$(PREFIX)/lib
	install -m 644 docs/hq.1 docs/hqc.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 states/*.hq $(DESTDIR)$(PREFIX)/share/hq
	install -m 644 states/maps/*.csv $(DESTDIR)$(PREFIX)/share/hq/maps
	install -m 644 docs/decision.schema.json docs/questions.schema.json docs/semantics.md docs/language.md docs/embedding.md docs/rosters.md docs/csv.md docs/roster_distributed.py $(DESTDIR)$(PREFIX)/share/doc/hq
	install -m 644 docs/completion/hq.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hq
	install -m 644 docs/completion/hqc.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hqc
	sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@VERSION@|$(VERSION)|g' runtime/hq.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/hq.pc

uninstall: ## remove what install put there
	cd $(DESTDIR)$(PREFIX) && rm -rf bin/hq bin/hqc include/hq.h include/hq_tables.h include/hq_read.h include/hq_batch.h include/hq_plan.h include/hqc.h lib/libhq.a lib/libhqbatch.a lib/libhqplan.a lib/libhqc.a \
		lib/pkgconfig/hq.pc share/man/man1/hq.1 share/man/man1/hqc.1 share/hq share/doc/hq \
		share/bash-completion/completions/hq share/bash-completion/completions/hqc

clean: ## remove $(BUILD)
	rm -rf $(BUILD)

.PHONY: all help deps deps-dev phrases demo check check-unit check-rules check-distributed fuzz soak check-asan check-valgrind check-clang check-gcc golden repro bench sources states-readme install uninstall clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
