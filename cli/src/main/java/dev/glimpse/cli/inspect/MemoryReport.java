package dev.glimpse.cli.inspect;

import dev.glimpse.cli.json.JsonText;
import dev.glimpse.cli.screen.Screen;
import dev.glimpse.cli.screen.Table;
import dev.glimpse.cli.screen.Tone;
import dev.glimpse.runtime.memory.MemoryPlan;
import dev.glimpse.runtime.memory.MemoryPlan.DevicePlan;
import dev.glimpse.runtime.memory.MemoryUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a model would take of each device's memory, in words or as one JSON object of bytes.
public final class MemoryReport {
    private final Screen screen;

    public MemoryReport(Screen screen) {
        this.screen = screen;
    }

    /// Prints a plan.
    public void print(MemoryPlan plan, boolean json) {
        if (json) {
            screen.line(json(plan));
            return;
        }
        screen.line(
                screen.toned(
                        Tone.STRONG,
                        String.format(
                                Locale.ROOT,
                                "%d tokens of context for %d answers at once; %d prefixes kept",
                                plan.contextTokens(),
                                plan.concurrency().slots(),
                                plan.concurrency().cachedPrefixes())));
        var rows = new ArrayList<List<String>>();
        for (DevicePlan device : plan.devices()) {
            MemoryUse use = device.use();
            String name = device.memory().name();
            rows.add(List.of(name, "weights", GgufReport.size(use.weights())));
            rows.add(List.of(name, "KV cache", GgufReport.size(use.kvCache())));
            rows.add(List.of(name, "recurrent state", GgufReport.size(use.state())));
            rows.add(List.of(name, "scratch", GgufReport.size(use.scratch())));
            rows.add(List.of(name, "vision", GgufReport.size(use.vision())));
            rows.add(List.of(name, "together", GgufReport.size(use.total())));
            rows.add(List.of(name, "may be taken", GgufReport.size(device.memory().available())));
        }
        var table = Table.fitting(rows);
        rows.forEach(row -> screen.line("  " + Screen.harmless(table.aligned(row))));
    }

    private static String json(MemoryPlan plan) {
        return JsonText.object(json -> {
            json.writeNumberProperty("context_tokens", plan.contextTokens());
            json.writeNumberProperty("slots", plan.concurrency().slots());
            json.writeNumberProperty("cached_prefixes", plan.concurrency().cachedPrefixes());
            json.writeArrayPropertyStart("devices");
            for (DevicePlan device : plan.devices()) {
                MemoryUse use = device.use();
                json.writeStartObject();
                json.writeStringProperty("name", device.memory().name());
                json.writeNumberProperty("available", device.memory().available());
                json.writeNumberProperty("weights", use.weights());
                json.writeNumberProperty("kv_cache", use.kvCache());
                json.writeNumberProperty("recurrent_state", use.state());
                json.writeNumberProperty("scratch", use.scratch());
                json.writeNumberProperty("vision", use.vision());
                json.writeNumberProperty("total", use.total());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
