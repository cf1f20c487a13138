package dev.glimpse.http.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glimpse.http.bench.Tally.Kind;
import dev.glimpse.http.testing.Fuzz;
import dev.glimpse.http.testing.Images;
import dev.glimpse.http.testing.Questions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A client that does one thing after the other, by chance. Confined to one thread.
final class LoadClient {
    private static final String QUESTION = "What colour is the circle?";
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Set<Integer> REFUSED = Set.of(400, 405, 408, 413, 415, 429, 431);

    private final int port;
    private final HttpClient http;
    private final Tally tally;
    private final Random random;

    LoadClient(int port, HttpClient http, Tally tally, Random random) {
        this.port = port;
        this.http = http;
        this.tally = tally;
        this.random = random;
    }

    /// Does things until the deadline has passed.
    void run(long deadlineNanos) {
        while (System.nanoTime() - deadlineNanos < 0 && !Thread.currentThread().isInterrupted()) {
            int dice = random.nextInt(100);
            Kind kind =
                    dice < 40
                            ? Kind.PLAIN
                            : dice < 60
                                    ? Kind.STREAM
                                    : dice < 68
                                            ? Kind.BIG_IMAGE
                                            : dice < 84 ? Kind.DISCONNECT : Kind.GARBAGE;
            try {
                once(kind);
            } catch (IOException e) {
                tally.fault(kind, e.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void once(Kind kind) throws IOException, InterruptedException {
        switch (kind) {
            case PLAIN -> ask(kind, question(small()));
            case STREAM -> ask(kind, question(small()).put("stream", true));
            case BIG_IMAGE -> ask(kind, question(big()));
            case DISCONNECT -> leave();
            case GARBAGE -> {
                if (random.nextInt(4) == 0) {
                    noHttp();
                } else {
                    damaged();
                }
            }
        }
    }

    private static ObjectNode question(byte[] image) {
        return Questions.about(image, QUESTION).put("max_tokens", 32);
    }

    /// One of eight, so that most are known.
    private byte[] small() {
        return Images.plain(224, 224, 0x101010 * random.nextInt(1, 9));
    }

    /// A new one each time.
    private byte[] big() {
        return Images.plain(2048, 1536, random.nextInt(1 << 24));
    }

    private HttpResponse<String> send(byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/vqa"))
                        .timeout(Duration.ofMinutes(5))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private void ask(Kind kind, ObjectNode question) throws IOException, InterruptedException {
        byte[] body = JsonMapper.shared().writeValueAsBytes(question);
        long begin = System.nanoTime();
        HttpResponse<String> response = send(body);
        long took = System.nanoTime() - begin;
        boolean whole = kind != Kind.STREAM || response.body().contains("event: done");
        if (response.statusCode() == 200 && whole) {
            tally.add(kind, "200", took);
        } else if (response.statusCode() == 429
                && response.headers().firstValue("Retry-After").isPresent()) {
            tally.add(kind, "429", took);
            LockSupport.parkNanos(BACK_OFF_NANOS); // more often than told, to keep the queue full
        } else {
            tally.fault(kind, response.statusCode() + " " + response.body());
        }
    }

    private Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(300_000);
        return socket;
    }

    private void leave() throws IOException {
        byte[] body =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                Questions.endless(small()).put("stream", random.nextBoolean()));
        long begin = System.nanoTime();
        try (Socket socket = socket()) {
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0); // close resets
            }
            String head =
                    "POST /v1/vqa HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: "
                            + body.length
                            + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            int sent = random.nextInt(3) == 0 ? random.nextInt(body.length) : body.length;
            socket.getOutputStream().write(body, 0, sent);
            socket.getOutputStream().flush();
            if (sent == body.length && random.nextBoolean()) {
                socket.setSoTimeout(500);
                readSome(socket.getInputStream());
            }
        }
        tally.add(Kind.DISCONNECT, "left", System.nanoTime() - begin);
    }

    private static void readSome(InputStream in) throws IOException {
        try {
            in.readNBytes(200);
        } catch (java.net.SocketTimeoutException _) {
            // nothing came yet: it leaves all the same
        }
    }

    private void damaged() throws IOException, InterruptedException {
        byte[] sound = JsonMapper.shared().writeValueAsBytes(question(small()));
        long begin = System.nanoTime();
        int status = send(Fuzz.damage(sound, random)).statusCode();
        if (status == 200 || REFUSED.contains(status)) {
            tally.add(Kind.GARBAGE, String.valueOf(status), System.nanoTime() - begin);
        } else {
            tally.fault(Kind.GARBAGE, "status " + status);
        }
    }

    private void noHttp() throws IOException {
        var bytes = new byte[random.nextInt(1, 4_000)];
        random.nextBytes(bytes);
        long begin = System.nanoTime();
        try (Socket socket = socket()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            String reply = new String(socket.getInputStream().readAllBytes(), UTF_8);
            String outcome = reply.isEmpty() ? "closed" : reply.split(" ", 3)[1];
            if (outcome.startsWith("5")) {
                tally.fault(Kind.GARBAGE, reply);
            } else {
                tally.add(Kind.GARBAGE, "no HTTP: " + outcome, System.nanoTime() - begin);
            }
        } catch (java.net.SocketException _) {
            tally.add(Kind.GARBAGE, "no HTTP: reset", System.nanoTime() - begin);
        }
    }
}
