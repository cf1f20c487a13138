package dev.glimpse.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a server that speaks OpenAI's chat completions, and notes when each piece of the answer
/// came. Thread-safe.
///
/// @param address of the server, without a slash at its end
record StreamClient(String address) {
    private static final int TIMEOUT_MILLIS = 30 * 60 * 1000;
    private static final Pattern SOME_TEXT = Pattern.compile("\"content\" ?: ?\"[^\"]");
    private static final Pattern TOKENS = Pattern.compile("\"completion_tokens\" ?: ?(\\d+)");

    /// Blocks until the answer is complete.
    ///
    /// @throws IOException if the server refuses or breaks off, or sends another number of tokens
    Outcome ask(Ask ask) throws IOException {
        long sent = System.nanoTime();
        var url = URI.create(address + "/v1/chat/completions").toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        // llama.cpp's server ends a connection after a hundred requests, without a word before.
        connection.setRequestProperty("Connection", "close");
        byte[] body = ask.json().getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(body.length);
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(
                    address
                            + " answered "
                            + connection.getResponseCode()
                            + ": "
                            + new String(
                                    connection.getErrorStream().readAllBytes(),
                                    StandardCharsets.UTF_8));
        }
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8))) {
            return read(reader, sent, ask.tokens());
        }
    }

    private static Outcome read(BufferedReader events, long sent, int expected) throws IOException {
        var times = new ArrayList<Double>();
        int tokens = 0;
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (SOME_TEXT.matcher(line).find()) {
                times.add((System.nanoTime() - sent) / 1e9);
            }
            Matcher usage = TOKENS.matcher(line);
            if (usage.find()) {
                tokens = Integer.parseInt(usage.group(1));
            }
        }
        if (tokens != expected || times.isEmpty()) {
            throw new IOException(
                    "an answer has "
                            + tokens
                            + " tokens in "
                            + times.size()
                            + " pieces; asked for "
                            + expected);
        }
        var gaps = new ArrayList<Double>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i) - times.get(i - 1));
        }
        return new Outcome(times.getFirst(), times.getLast(), gaps, tokens);
    }
}
