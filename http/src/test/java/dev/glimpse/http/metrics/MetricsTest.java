package dev.glimpse.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.http.access.ApiKey;
import dev.glimpse.http.options.AccessOptions;
import dev.glimpse.http.options.MetricsAccess;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import dev.glimpse.http.testing.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
@Timeout(180)
class MetricsTest {
    private static final byte[] RED = Images.disc(0xE01010);

    @TempDir Path folder;

    @Test
    void whatWasDoneIsCounted() {
        try (Service service = Service.start()) {
            assertThat(service.ask(Questions.about(RED, "What colour is it?")).status())
                    .isEqualTo(200);
            assertThat(service.ask(Questions.about(RED, "What shape is it?")).status())
                    .isEqualTo(200);
            assertThat(service.ask(Questions.about(RED, " ")).status()).isEqualTo(400);
            assertThat(service.get("/v1/models/other").status()).isEqualTo(404);
            assertThat(service.get("/nowhere/../etc").status()).isEqualTo(404);

            Map<String, Double> metrics = service.metrics();
            String requests = "glimpse_http_requests_seconds_count";
            assertThat(metrics)
                    .containsEntry(
                            requests + "{method=\"POST\",route=\"/v1/vqa\",status=\"200\"}", 2.0)
                    .containsEntry(
                            requests + "{method=\"POST\",route=\"/v1/vqa\",status=\"400\"}", 1.0)
                    .containsEntry(
                            requests
                                    + "{method=\"GET\",route=\"/v1/models/{model}\",status=\"404\"}",
                            1.0)
                    .containsEntry(requests + "{method=\"GET\",route=\"none\",status=\"404\"}", 1.0)
                    .containsEntry("glimpse_time_to_first_token_seconds_count", 2.0)
                    .containsEntry("glimpse_image_cache_lookups_total{kind=\"miss\"}", 1.0)
                    .containsEntry("glimpse_image_cache_lookups_total{kind=\"memory\"}", 1.0)
                    .containsEntry("glimpse_prefix_cache_lookups_total{kind=\"miss\"}", 1.0)
                    .containsEntry("glimpse_prefix_cache_lookups_total{kind=\"hit\"}", 1.0)
                    .containsEntry(
                            "glimpse_saved_prefix_memory_operations_total{kind=\"save\"}", 0.0)
                    .containsEntry(
                            "glimpse_saved_prefix_memory_operations_total{kind=\"restore\"}", 0.0)
                    .containsEntry("glimpse_saved_prefix_memory_entries", 0.0)
                    .containsEntry("glimpse_saved_prefix_folder_bytes", 0.0)
                    .containsKey("glimpse_saved_prefix_folder_operations_total{kind=\"restore\"}")
                    .containsEntry("glimpse_slices_encoded_total", 1.0)
                    .containsEntry("glimpse_queue_requests{kind=\"running\"}", 0.0)
                    .containsEntry("glimpse_queue_capacity", 72.0)
                    .containsEntry("glimpse_kv_rows_capacity", 2048.0);
            for (String stage :
                    new String[] {
                        "queue", "decode", "preprocess", "encode", "prefill", "generate"
                    }) {
                assertThat(metrics)
                        .containsEntry("glimpse_stage_seconds_count{stage=\"" + stage + "\"}", 2.0);
            }
            assertThat(metrics.get("glimpse_tokens_total{kind=\"image\"}")).isEqualTo(64);
            assertThat(metrics.get("glimpse_tokens_total{kind=\"text\"}")).isGreaterThan(8);
            assertThat(metrics.get("glimpse_tokens_total{kind=\"answer\"}")).isGreaterThan(1);
            assertThat(metrics.get("glimpse_prompt_rows_total{kind=\"shared\"}")).isGreaterThan(31);
            assertThat(metrics.get("glimpse_kv_rows")).isGreaterThan(40);
            assertThat(metrics.get("glimpse_image_cache_bytes")).isGreaterThan(1000);
            for (String kind : List.of("weights", "kv_cache", "scratch", "vision")) {
                assertThat(metrics.get("glimpse_model_memory_bytes{kind=\"" + kind + "\"}"))
                        .as(kind)
                        .isGreaterThan(1e6);
            }
            assertThat(metrics.get("glimpse_heap_used_bytes")).isGreaterThan(1e6);
        }
    }

    @Test
    void whoMayReadThemIsConfigured() throws IOException {
        ApiKey key = ApiKey.of("alice", "secret", Optional.empty(), OptionalInt.empty());
        Path keys = Files.writeString(folder.resolve("keys.txt"), key.line() + "\n");
        assertThat(status(AccessOptions.OPEN.withMetrics(MetricsAccess.OFF))).isEqualTo(404);
        AccessOptions closed = AccessOptions.OPEN.withApiKeys(keys);
        assertThat(status(closed)).isEqualTo(401);
        assertThat(status(closed.withMetrics(MetricsAccess.OPEN))).isEqualTo(200);
    }

    private static int status(AccessOptions access) {
        try (Service service = Service.start(Service.OPTIONS.withAccess(access))) {
            return service.get("/metrics").status();
        }
    }
}
