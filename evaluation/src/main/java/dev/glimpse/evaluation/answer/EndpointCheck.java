package dev.glimpse.evaluation.answer;

import dev.glimpse.evaluation.fault.RunException;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Looks, before a run, whether an endpoint is there, takes the key and knows the model: by the
/// list of its models (`/models`), and where that does not name the model, by a reply of one token.
/// What may pass - a server that is busy, slow or still loading - is left to the run's attempts.
/// Confined to one thread.
public final class EndpointCheck {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Set<Integer> REFUSED = Set.of(401, 403);
    private static final int MISSING = 404;
    private static final int BAD = 400;
    private static final List<Message> GREETING = List.of(Message.user(Content.text("Hi")));

    private final EndpointOptions options;

    private EndpointCheck(EndpointOptions options) {
        this.options = options;
    }

    /// Looks.
    ///
    /// @throws RunException if no question would be answered; it says what to do
    public static void require(EndpointOptions options) {
        new EndpointCheck(options).require();
    }

    private void require() {
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build()) {
            HttpResponse<String> models =
                    send(client, options.request(options.models()).timeout(TIMEOUT).build());
            if (models == null) {
                return;
            }
            refuseKey(models);
            if (names(models).contains(options.model())) {
                return;
            }
            ObjectNode oneToken = CompletionBody.of(options, GREETING).put("max_tokens", 1);
            HttpResponse<String> reply =
                    send(client, options.request(oneToken).timeout(TIMEOUT).build());
            if (reply != null) {
                refuseKey(reply);
                refuseModel(reply, names(models));
            }
        }
    }

    /// @return nothing where none came and one may come later
    private @Nullable HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new RunException(
                    options.base() + " cannot be reached: " + unreachable(e) + advice(), e);
        } catch (SSLException e) {
            throw new RunException(
                    options.base() + " cannot be reached: no TLS, " + e.getMessage() + advice(), e);
        } catch (IOException _) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunException("interrupted while asking " + options.base(), e);
        }
    }

    private String unreachable(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no address is known for host " + options.base().getHost();
            }
        }
        return e instanceof HttpConnectTimeoutException
                ? "no connection within " + CONNECT_TIMEOUT.toSeconds() + " s"
                : "nothing listens there (connection refused)";
    }

    private static String advice() {
        return ". Start the server, or mend the URL, and give the same command again";
    }

    private void refuseKey(HttpResponse<String> reply) {
        if (REFUSED.contains(reply.statusCode())) {
            throw new RunException(
                    options.base()
                            + " refuses "
                            + (options.key().isPresent()
                                    ? "the API key"
                                    : "to answer without a key")
                            + " (status "
                            + reply.statusCode()
                            + ": "
                            + Endpoint.shown(reply.body())
                            + "). Keys are read from OPENAI_API_KEY, a judge's from JUDGE_API_KEY"
                            + " first");
        }
    }

    private void refuseModel(HttpResponse<String> reply, List<String> names) {
        String body = Endpoint.shown(reply.body());
        boolean unknown =
                reply.statusCode() == BAD && body.toLowerCase(Locale.ROOT).contains("model");
        if (reply.statusCode() == MISSING || unknown) {
            throw new RunException(
                    options.completions()
                            + " does not answer as model \""
                            + options.model()
                            + "\" (status "
                            + reply.statusCode()
                            + ": "
                            + body
                            + "). "
                            + (names.isEmpty()
                                    ? "Is the URL that of an API, such as .../v1?"
                                    : "It offers " + String.join(", ", names)));
        }
    }

    /// The models of a list; none where the reply is no such list.
    private static List<String> names(HttpResponse<String> reply) {
        var names = new ArrayList<String>();
        try {
            if (reply.statusCode() / 100 == 2) {
                JsonNode data = JsonMapper.shared().readTree(reply.body()).path("data");
                data.values().forEach(model -> names.add(model.path("id").asString("")));
            }
        } catch (JacksonException _) {
            return List.of(); // An endpoint need not list its models.
        }
        return names;
    }
}
