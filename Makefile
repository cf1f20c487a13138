# Glimpse: everything from one command. `make help` lists the targets; each does all it needs.
# Nothing here is parallel by itself: CMake and Maven use the cores.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := bash
MAKEFLAGS += --no-print-directory

export GLIMPSE_HOST ?= 127.0.0.1
export GLIMPSE_PORT ?= 8080

# The JDK and the Maven are looked for when a target needs them, so that `make help` works without.
# Results go to standard output and messages to standard error: a failed search ends the recipe with its message.
with_jdk = JAVA_HOME=$$(scripts/find-jdk.sh) && export JAVA_HOME
maven = $(with_jdk) && maven=$$(scripts/find-maven.sh) && "$$maven" --batch-mode --no-transfer-progress $(MVN_FLAGS)
glimpse = $(with_jdk) && cli/target/dist/bin/glimpse

##@ Use

.PHONY: run
run: build ## set up, build, and serve the embedded model on GLIMPSE_HOST:GLIMPSE_PORT
	@$(glimpse) serve

.PHONY: samples
samples: build ## ask the embedded model all sample questions and print the accuracy
	@$(glimpse) samples

.PHONY: eval-tiny
eval-tiny: build ## the embedded model's report card: 360 rendered questions, by skill
	@rm -rf target/eval-tiny && mkdir -p target/eval-tiny && $(with_jdk) && \
		"$$JAVA_HOME/bin/java" -cp samples/target/classes dev.glimpse.samples.scenes.RenderReportCard \
		target/eval-tiny/questions.tsv && \
		$(glimpse) eval vqa --data target/eval-tiny/questions.tsv --run target/eval-tiny/run --prompt bare --max-tokens 32

.PHONY: test
test: setup-tests native shell-tests ## set up and run every test and check
	@$(maven) verify

##@ Build

.PHONY: setup
setup: ## look for the tools; as root on Debian or Ubuntu, install what is missing
	@scripts/setup.sh

.PHONY: setup-tests
setup-tests:
	@scripts/setup.sh --tests
	@scripts/js-clients.sh >/dev/null

.PHONY: native
native: setup ## build the native libraries (BACKENDS=cuda,metal,vulkan; PORTABLE=1), kept in ~/.cache/glimpse
	@scripts/native-link.sh native-bindings/target/native
	@echo "native libraries: $$(readlink native-bindings/target/native)" >&2

.PHONY: native-check
native-check: native ## run the self-test of the native libraries again
	@scripts/native-check.sh "$$(dirname "$$(scripts/native-build.sh)")"

.PHONY: build
build: native ## build cli/target/dist, without the tests
	@$(maven) --quiet package -DskipTests

.PHONY: platform-jar
platform-jar: setup ## pack libraries for every CPU of this platform into native-bindings/target/*.jar
	@scripts/platform-jar.sh

.PHONY: bindings
bindings: native ## generate the bindings from the headers again (needs jextract on the PATH)
	@$(with_jdk) && scripts/bindings.sh

##@ Measure

.PHONY: peers
peers: setup ## build llama.cpp's own programs, to measure against
	@scripts/native-build.sh --peers

# A benchmark is a target bench-NAME; it is run by `make bench` once it is listed here.
# Each prints a table and writes its figures to target/bench/NAME.json.
BENCHMARKS := bench-native bench-vision bench-memory bench-embedded bench-preprocess bench-http bench-startup bench-runtime bench-caption bench-split bench-prefix

.PHONY: bench $(BENCHMARKS)
bench: $(BENCHMARKS) ## run every benchmark

bench-native: peers ## matrix products and decoding of the embedded model by llama.cpp itself
	@mkdir -p target/bench
	@"$$(scripts/native-build.sh --peers)/llama-bench" -m samples/models/tiny/glimpse-tiny.gguf -p 128 -n 64 -r 5 \
		-o md -oe json 2>target/bench/native.json

# Runs a class of the vision encoder's tests.
vision_java = "$$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
	-Dglimpse.native.dir=native-bindings/target/native -Dglimpse.project.root="$(CURDIR)" \
	-cp 'vision-encoder/target/test-classes:native-bindings/target/test-classes:cli/target/dist/lib/*'
vision_bench := dev.glimpse.vision.siglip.bench

# Arguments of the benchmark's class: folder, threads, rounds, blocks, slice counts.
VISION_BENCH ?= target/bench $$(nproc) 3 27 1,3,10
bench-vision: build ## our vision encoder beside libmtmd, at SigLIP-so400m's size
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).BenchVision $(VISION_BENCH)

bench-memory: build ## resident memory of a process with our encoder or libmtmd's, at that size
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).BenchMemory target/bench

bench-embedded: build ## the embedded model's encoder on an image file, from bytes to embeddings
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).BenchEmbedded target/bench

bench-preprocess: build ## decoding and slicing image files; beside Pillow where python3 has it
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).BenchPreprocess target/bench

# Runs a class of the command line's tests.
cli_bench = "$$JAVA_HOME/bin/java" -cp 'cli/target/test-classes:cli/target/dist/lib/*' dev.glimpse.cli.bench

# BEFORE names the folder of another build to set beside this one.
BEFORE ?=
bench-startup: build ## from the command to the embedded model's first answer, with and without the JVM's cache
	@$(with_jdk) && mkdir -p target/bench && $(cli_bench).BenchStartup target/bench cli/target/dist 10 "$(BEFORE)"

# Threads for the 2B pair, rounds, pairs.
RUNTIME_BENCH ?= $$(nproc) 3 embedded,2B
bench-runtime: build peers ## our service beside llama.cpp's server: decoding, first tokens, users at once (writes 3 GB of models)
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).WriteModels target/bench \
		&& $(cli_bench).BenchRuntime target/bench cli/target/dist "$$(scripts/native-build.sh --peers)" \
		samples/models/tiny target/bench $(RUNTIME_BENCH)

# Threads to split, rounds.
SPLIT_BENCH ?= $$(nproc) 3
bench-split: build ## processors for decoder and vision encoder, in turns or beside each other (writes 3 GB of models)
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).WriteModels target/bench \
		&& $(cli_bench).BenchSplit target/bench cli/target/dist samples/models/tiny target/bench $(SPLIT_BENCH)

# Threads, rounds.
PREFIX_BENCH ?= $$(nproc) 3
bench-prefix: build ## first tokens about a picture that is new, known, or kept in a folder (writes 3 GB of models)
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) $(vision_bench).WriteModels target/bench \
		&& $(cli_bench).BenchPrefix target/bench cli/target/dist target/bench $(PREFIX_BENCH)

# Rounds, images.
CAPTION_BENCH ?= 3 300
bench-caption: build peers ## captions for many images by the embedded model, beside a script around llama.cpp's server
	@$(with_jdk) && mkdir -p target/bench && $(cli_bench).BenchCaption target/bench cli/target/dist \
		"$$(scripts/native-build.sh --peers)" samples/models/tiny $(CAPTION_BENCH)

# Arguments of the benchmark's class: folder, seconds, clients.
HTTP_BENCH ?= target/bench 60 64
bench-http: build ## many clients at once, some of them hostile: latencies, memory, what HTTP costs
	@$(with_jdk) && mkdir -p target/bench && "$$JAVA_HOME/bin/java" -Dglimpse.project.root="$(CURDIR)" \
		-cp "http/target/test-classes:native-bindings/target/test-classes:cli/target/dist/lib/*" \
		dev.glimpse.http.bench.BenchHttp $(HTTP_BENCH)

# Arguments of the table's class: folder, precisions of ours.
LAYERS ?= target/bench F32,FASTEST
.PHONY: layers
layers: build ## our vision encoder beside libmtmd, step by step: how near each step is
	@$(with_jdk) && mkdir -p target/bench && $(vision_java) dev.glimpse.vision.siglip.LayerTable $(LAYERS)

##@ Care

.PHONY: format
format: ## bring the Java sources into their format
	@$(maven) --quiet spotless:apply

.PHONY: shell-tests
shell-tests: native
	@scripts/tests/run.sh

.PHONY: clean
clean: ## remove what Maven built; native builds and downloads stay in the cache
	@$(maven) --quiet clean

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nVariables: GLIMPSE_HOST, GLIMPSE_PORT, GLIMPSE_CACHE, BACKENDS, PORTABLE, LLAMA_CPP_DIR, CC, CXX, JAVA_HOME\n'
