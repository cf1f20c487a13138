package dev.glimpse.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.testing.EmbeddedModel;
import dev.glimpse.runtime.Concurrency;
import dev.glimpse.runtime.ModelOptions;
import dev.glimpse.runtime.VisionLanguageModel;
import dev.glimpse.runtime.fault.ModelLoadException;
import dev.glimpse.runtime.options.PlacementOptions;
import dev.glimpse.runtime.testing.HybridModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryPlannerTest {
    private static final ModelOptions OPTIONS = ModelOptions.textOnly(EmbeddedModel.text());

    @TempDir Path folder;

    private static MemoryPlan plan(ModelOptions options, long... mebibytes) {
        var devices = new ArrayList<DeviceMemory>();
        for (long each : mebibytes) {
            String name = devices.isEmpty() ? DeviceMemory.CPU : "GPU" + (devices.size() - 1);
            devices.add(new DeviceMemory(name, each << 20));
        }
        var files = new MemoryEstimate.Files(GgufFile.read(options.model()), 0, List.of());
        var estimate =
                new MemoryEstimate(files, options.decoder().kvCache(), options.placement(), 512);
        return new MemoryPlanner(estimate, options, devices).plan();
    }

    @Test
    void contextIsTheModelsOwnWhereItFits() {
        MemoryPlan plan = plan(OPTIONS, 1000);
        assertThat(plan.contextTokens()).isEqualTo(2048);
        assertThat(plan.concurrency()).isEqualTo(Concurrency.DEFAULT);
        assertThat(plan.text())
                .startsWith("context 2,048 tokens, 8 slots, 16 cached prefixes; CPU ");
    }

    @Test
    void contextIsShorterWhereThatFits() {
        assertThat(plan(OPTIONS, 19).contextTokens()).isEqualTo(1024);
    }

    @Test
    void whatWasAskedForIsNotMadeSmallerButRefused() {
        assertThatThrownBy(() -> plan(OPTIONS.withContextTokens(100_000), 200))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageMatching(
                        ".* does not fit into memory: it takes \\d+ MiB of CPU, where 200 MiB may"
                                + " be taken \\(context 100,000 tokens, .*\\); take a shorter"
                                + " context.*");
        assertThatThrownBy(() -> plan(OPTIONS, 8)).hasMessageContaining("where 8 MiB may be taken");
    }

    @Test
    void fewerSequencesBeforeAShorterContextWhereEachHasState() {
        Path hybrid = HybridModel.write(folder.resolve("hybrid.gguf"));
        ModelOptions options = ModelOptions.textOnly(hybrid);
        MemoryUse use = plan(options, 1000).devices().getFirst().use();
        long withoutSomeState = use.total() - use.state() / 2;
        var files = new MemoryEstimate.Files(GgufFile.read(hybrid), 0, List.of());
        var estimate =
                new MemoryEstimate(
                        files, options.decoder().kvCache(), PlacementOptions.DEFAULT, 512);
        var plan =
                new MemoryPlanner(
                                estimate,
                                options,
                                List.of(new DeviceMemory(DeviceMemory.CPU, withoutSomeState)))
                        .plan();
        assertThat(plan.contextTokens()).isEqualTo(4096);
        assertThat(plan.concurrency().sequences()).isLessThan(24);
    }

    @Test
    void layersGoToGpusInProportionToWhatTheyHave() {
        var all = OPTIONS.withPlacement(place -> place.withGpuLayers(-1));
        MemoryPlan plan = plan(all, 1000, 1000, 1000);
        long first = plan.devices().get(1).use().kvCache();
        long second = plan.devices().get(2).use().kvCache();
        assertThat(plan.devices().getFirst().use().kvCache()).isZero();
        assertThat(plan.devices().getFirst().use().weights()).isPositive(); // the table of tokens
        assertThat(first).isEqualTo(2 * second); // the output counts as a layer
        var one = OPTIONS.withPlacement(place -> place.withGpuLayers(3).withMainGpu(1));
        plan = plan(one, 1000, 1000, 1000);
        assertThat(plan.devices().get(1).use().total()).isZero();
        assertThat(plan.devices().get(2).use().kvCache())
                .isEqualTo(plan.devices().get(0).use().kvCache() / 2);
    }

    @Test
    @SuppressWarnings("MustBeClosed") // nothing is opened
    void modelThatDoesNotFitIsNotLoaded() {
        var small = OPTIONS.withPlacement(place -> place.withMemoryBytes(1 << 20));
        assertThatThrownBy(() -> VisionLanguageModel.open(small).close())
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("does not fit into memory");
        var fitting = OPTIONS.withPlacement(place -> place.withMemoryBytes(19 << 20));
        try (var model = VisionLanguageModel.open(fitting)) {
            assertThat(model.info().contextTokens()).isEqualTo(1024);
        }
    }

    @Test
    void controlGroupsLimitWhatTheMachineHas() throws IOException {
        write("proc/meminfo", "MemTotal: 9000 kB\nMemAvailable:    8000 kB\n");
        assertThat(machine()).hasValue(8000 * 1024);

        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        write("sys/fs/cgroup/a/b/memory.current", "100\n");
        assertThat(machine()).hasValue(8000 * 1024);
        write("sys/fs/cgroup/a/memory.max", "1000000\n");
        write("sys/fs/cgroup/a/memory.current", "400000\n");
        write("sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file 100000\n");
        assertThat(machine()).hasValue(700_000);

        write("proc/self/cgroup", "5:cpu:/x\n4:memory:/docker/1\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "600000\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "100000\n");
        write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 5\n");
        assertThat(machine()).hasValue(500_005);
    }

    @Test
    void whereTheSystemDoesNotSayNothingIsRefused() {
        assertThat(machine()).isEmpty();
    }

    private OptionalLong machine() {
        return new MachineMemory(folder).available();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
