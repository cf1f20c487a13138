package dev.glimpse.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// llama.cpp's own measure of a decoder: nothing but `llama_decode`, again and again.
record LlamaBench(Path program) {
    private static final Pattern RATE = Pattern.compile("\"avg_ts\": ([0-9.]+)");

    /// Tokens a second of one sequence.
    double tokensPerSecond(Contest contest, int tokens) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        program.toString(),
                                        "-m",
                                        contest.model().toString(),
                                        "-t",
                                        Integer.toString(contest.threads()),
                                        "-p",
                                        "0",
                                        "-n",
                                        Integer.toString(tokens),
                                        "-r",
                                        "1",
                                        "-o",
                                        "json"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(json);
        if (!rate.find()) {
            throw new IOException("llama-bench printed no rate: " + json);
        }
        return Double.parseDouble(rate.group(1));
    }
}
