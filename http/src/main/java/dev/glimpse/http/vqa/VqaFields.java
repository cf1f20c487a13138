package dev.glimpse.http.vqa;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.runtime.GenerationRequest;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.Message;
import dev.glimpse.runtime.chat.Role;
import dev.glimpse.runtime.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Collects a question's fields from either kind of body and checks each. Confined to one thread.
final class VqaFields {
    private static final int MAX_NUMBER_CHARS = 40;

    private final VqaLimits limits;
    private final List<Content> content = new ArrayList<>();
    private SamplingOptions sampling = SamplingOptions.GREEDY;
    private int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;
    private List<String> stop = List.of();
    private boolean stream;

    VqaFields(VqaLimits limits) {
        this.limits = limits;
    }

    /// Refuses too many images before any of them is decoded.
    void imageCount(int count, String param) {
        if (count == 0) {
            throw invalid(param, "there is no image; send at least one as \"" + param + "\"");
        }
        if (count > limits.maxImages()) {
            throw invalid(
                    param,
                    "there are "
                            + count
                            + " images; at most "
                            + limits.maxImages()
                            + " are allowed");
        }
    }

    void image(String param, byte[] file) {
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, param, param + " is empty; send an image file");
        }
        content.add(Content.image(file));
    }

    void question(Optional<String> value) {
        String question = value.orElse("");
        if (question.isBlank()) {
            String found = value.isPresent() ? "question is blank" : "question is missing";
            throw invalid("question", found + "; ask something about the image");
        }
        if (question.length() > limits.maxQuestionChars()) {
            throw new RequestException(
                    ErrorType.PROMPT_TOO_LONG,
                    "question",
                    "question has "
                            + question.length()
                            + " characters; at most "
                            + limits.maxQuestionChars()
                            + " are allowed");
        }
        checkCharacters("question", question);
        content.add(Content.text(question));
    }

    void stop(List<String> values) {
        values.forEach(value -> checkCharacters("stop", value));
        stop = values;
    }

    void stream(boolean value) {
        stream = value;
    }

    /// Reads the options that are numbers.
    ///
    /// @param number a field's value as text, if it is there
    void numbers(Function<String, Optional<String>> number) {
        number.apply("max_tokens").ifPresent(text -> maxTokens = wholeTokens(text));
        number.apply("temperature")
                .ifPresent(text ->
                        sample(
                                () -> sampling.withTemperature(real("temperature", text)),
                                "temperature"));
        number.apply("top_k")
                .ifPresent(text -> sample(() -> sampling.withTopK(whole("top_k", text)), "top_k"));
        number.apply("top_p")
                .ifPresent(text -> sample(() -> sampling.withTopP(real("top_p", text)), "top_p"));
        number.apply("min_p")
                .ifPresent(text -> sample(() -> sampling.withMinP(real("min_p", text)), "min_p"));
        number.apply("repetition_penalty")
                .ifPresent(text ->
                        sample(
                                () ->
                                        sampling.withRepetitionPenalty(
                                                real("repetition_penalty", text)),
                                "repetition_penalty"));
        number.apply("seed")
                .ifPresent(
                        text -> sample(() -> sampling.withSeed(wholeLong("seed", text)), "seed"));
    }

    VqaRequest build() {
        var message = new Message(Role.USER, content);
        try {
            return new VqaRequest(
                    new GenerationRequest(List.of(message), sampling, maxTokens, stop), stream);
        } catch (IllegalArgumentException e) {
            throw invalid("stop", String.valueOf(e.getMessage()));
        }
    }

    /// The runtime checks the ranges; its messages begin with the option's name.
    private void sample(Supplier<SamplingOptions> change, String param) {
        try {
            sampling = change.get();
        } catch (IllegalArgumentException e) {
            throw invalid(param, String.valueOf(e.getMessage()));
        }
    }

    private static int wholeTokens(String text) {
        int value = whole("max_tokens", text);
        if (value < 1) {
            throw invalid("max_tokens", "max_tokens is " + value + "; allowed: 1 or more");
        }
        return value;
    }

    private static int whole(String name, String text) {
        long value = wholeLong(name, text);
        if (value != (int) value) {
            throw invalid(name, name + " is " + value + "; allowed: up to " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    private static long wholeLong(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw invalid(name, name + " is " + shown(text) + "; expected a whole number");
        }
    }

    private static float real(String name, String text) {
        try {
            float value = Float.parseFloat(text.strip());
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, as are infinite values
        }
        throw invalid(name, name + " is " + shown(text) + "; expected a number");
    }

    private static String shown(String text) {
        return text.length() <= MAX_NUMBER_CHARS
                ? "'" + text + "'"
                : "'" + text.substring(0, MAX_NUMBER_CHARS) + "…'";
    }

    private static void checkCharacters(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair =
                        Character.isHighSurrogate(unit)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw invalid(
                            name,
                            name
                                    + " has half a surrogate pair at offset "
                                    + i
                                    + "; send whole characters");
                }
                i++;
            }
        }
    }
}
