# The commands of this repository. `make` alone lists them.

PREFIX ?= /usr/local
# Seconds after which a test run that hangs is ended.
TEST_TIMEOUT ?= 2700

SEED_DOCUMENT := seeds/2018-01-23-WeChat.md
# How many transcripts `make soak` generates for each format, and from which seed on.
TRANSCRIPTS ?= 5000
SEED ?= 1000
# The same for `make prove-srt` and `make prove-anonymous`, which have a generator of their own.
PROVED_TRANSCRIPTS := $(if $(filter command environment,$(firstword $(origin TRANSCRIPTS))),$(TRANSCRIPTS),10000)
PROVED_SEED := $(if $(filter command environment,$(firstword $(origin SEED))),$(SEED),1)
# Which readers `make fuzz` fuzzes, and for how long each.
FORMAT ?= markdown json jsonl xml mbox srt webvtt
SECONDS ?= 1200
EXECUTABLE := .build/release/chatconv
# Benchmarks: megabytes of each input, how often each command is run, names of rows to run (none: all), sizes in megabytes
# for the row on scaling (none: 1 to 2000, as far as BENCH_SIZE allows), where inputs and results are kept.
BENCH_SIZE ?= 200
ROUNDS ?= 5
BENCH ?=
BENCH_SIZES ?=
BENCH_FOLDER ?= .build/bench

# Expanded in recipes only, so after Scripts/setup has found that there is one. SWIFT=PATH names another.
SWIFT_FOUND = $(shell Scripts/setup --print-swift)
export SWIFT

# On Apple's systems the runtime is part of the system and cannot be linked in.
ifneq ($(shell uname -s),Darwin)
STATIC_RUNTIME := --static-swift-stdlib
# No library is looked for beside the executable, and what is called in libraries is found before anything runs and written to
# by nobody afterwards.
HARDENING := --disable-local-rpath -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now
endif

# Absent on macOS. --foreground leaves Ctrl-C working; on INT, swift test ends its own children.
TIMEOUT := $(if $(shell command -v timeout),timeout --foreground --signal=INT --kill-after=30 $(TEST_TIMEOUT))

# What is tested is optimized, in a folder of its own, so that other builds stay what they are: the suite takes a third of the time.
TEST_SETTINGS := CHATCONV_OPTIMIZED=1 SWIFT_BACKTRACE=enable=no
SWIFT_TEST = '$(SWIFT_FOUND)' test --scratch-path .build-test
FLAKY_ROUNDS := $(if $(filter command environment,$(firstword $(origin ROUNDS))),$(ROUNDS),20)

.DEFAULT_GOAL := help
.PHONY: help run test flaky test-examples soak prove-srt prove-anonymous fuzz bench build install deb check-deb setup clean

help: ## List these commands
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

run: build ## Convert the seed document to JSON on the terminal, after setting up and building
	@$(EXECUTABLE) $(SEED_DOCUMENT) -t json

test: setup ## Set up, then build and run every test (FILTER=NAME runs some, UPDATE_FIXTURES=1 rewrites expectations)
	@$(TEST_SETTINGS) $(TIMEOUT) $(SWIFT_TEST) $(if $(FILTER),--filter '$(FILTER)') || \
	{ status=$$?; [ $$status -ne 124 ] || echo 'The tests hung and were ended after $(TEST_TIMEOUT) seconds.' >&2; exit $$status; }

flaky: setup ## Repeat the tests that wait or use threads, half of them on a busy machine, then the suite twice (ROUNDS=20)
	@CHATCONV_OPTIMIZED=1 '$(SWIFT_FOUND)' build --quiet --build-tests --scratch-path .build-test
	@$(TEST_SETTINGS) Scripts/flaky $(FLAKY_ROUNDS) $(SWIFT_TEST)

test-examples: setup ## Build and test the example of a codec in a package of its own
	@cd Examples/swift-codec && SWIFT_BACKTRACE=enable=no $(TIMEOUT) '$(SWIFT_FOUND)' test --scratch-path ../../.build-examples

soak: setup ## Hold every format to the contract with many more generated transcripts (TRANSCRIPTS=5000 SEED=1000)
	@CHATCONV_SOAK_TRANSCRIPTS=$(TRANSCRIPTS) CHATCONV_SOAK_SEED=$(SEED) SWIFT_BACKTRACE=enable=no \
	'$(SWIFT_FOUND)' test -c release -Xswiftc -enable-testing --scratch-path .build-soak --filter 'ConversionTests.(ContractTests|PairTests)'

prove-srt: build ## Hold SRT to its loss report with transcripts that a program of its own generates (TRANSCRIPTS=10000 SEED=1)
	@Scripts/prove-srt $(EXECUTABLE) $(PROVED_TRANSCRIPTS) $(PROVED_SEED)

prove-anonymous: build ## Look for people in what --anonymize writes of generated transcripts, in every format (TRANSCRIPTS=10000 SEED=1)
	@Scripts/prove-anonymous $(EXECUTABLE) $(PROVED_TRANSCRIPTS) $(PROVED_SEED)

fuzz: setup ## Fuzz the readers with libFuzzer and the address sanitizer (FORMAT=xml for one, SECONDS=1200 for each)
	@for format in $(FORMAT); do Scripts/fuzz $$format $(SECONDS) || exit; done

# To standard error, so that standard output of `make run` is the converted seed and nothing else.
build: setup ## Build the release executable, .build/release/chatconv, with Swift's runtime linked in
	@'$(SWIFT_FOUND)' build -c release $(STATIC_RUNTIME) $(HARDENING) --product chatconv >&2

bench: build ## Measure chatconv beside other programs (BENCH_SIZE=200 ROUNDS=5; BENCH=NAME runs some rows, UPDATE_DOCS=1 keeps the results)
	@SWIFT='$(SWIFT_FOUND)' python3 Benchmarks --executable $(EXECUTABLE) --folder '$(BENCH_FOLDER)' \
	--size $(BENCH_SIZE) --rounds $(ROUNDS) --only '$(BENCH)' --sizes '$(BENCH_SIZES)' $(if $(UPDATE_DOCS),--update-docs)

install: build ## Build and install the command, its manual and its completions under PREFIX (/usr/local); DESTDIR is honoured
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -s -m 755 $(EXECUTABLE) '$(DESTDIR)$(PREFIX)/bin/chatconv'
	Scripts/install-data $(EXECUTABLE) '$(DESTDIR)$(PREFIX)/share'

deb: build ## Build a Debian package, .build/deb/chatconv_VERSION_ARCH.deb, which needs no Swift where it is installed
	Scripts/make-deb $(EXECUTABLE) .build/deb

check-deb: deb ## Install the package in a fresh Debian 12 root and convert the seed there (needs root and the network)
	Scripts/check-deb "$$(ls .build/deb/*.deb)"

setup: ## Install what chatconv is built with, or say what to install
	@Scripts/setup

clean: ## Remove everything that was built
	rm -rf .build .build-test .build-examples .build-fuzz .build-soak
