package dev.glimpse.http.openai;

import static java.util.Map.entry;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.wire.JsonFields;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Fields of OpenAI's API and of its relatives (vLLM, llama.cpp's server) that would change the
/// answer and that nothing here obeys. They are refused by name unless they ask for nothing: what
/// is ignored in silence would be taken for obeyed.
public final class UnsupportedFields {
    private static final int MAX_SHOWN = 60;

    /// Names, each with the value beside null, false, zero and what is empty that changes nothing.
    private static final Map<String, String> NEUTRAL =
            Map.ofEntries(
                    entry("logprobs", ""),
                    entry("top_logprobs", ""),
                    entry("prompt_logprobs", ""),
                    entry("tools", ""),
                    entry("tool_choice", "none|auto"),
                    entry("functions", ""),
                    entry("function_call", "none|auto"),
                    entry("audio", ""),
                    entry("web_search_options", "-"),
                    entry("echo", ""),
                    entry("suffix", ""),
                    entry("best_of", "1"),
                    entry("use_beam_search", ""),
                    entry("length_penalty", "1"),
                    entry("min_tokens", ""),
                    entry("stop_token_ids", ""),
                    entry("bad_words", ""),
                    entry("guided_json", ""),
                    entry("guided_regex", ""),
                    entry("guided_choice", ""),
                    entry("guided_grammar", ""),
                    entry("structured_outputs", ""),
                    entry("json_schema", ""),
                    entry("grammar", ""),
                    entry("mirostat", ""),
                    entry("repeat_penalty", "1"),
                    entry("samplers", ""),
                    entry("continue_final_message", ""),
                    entry("chat_template", ""),
                    entry("documents", ""),
                    entry("mm_processor_kwargs", ""),
                    entry("media_io_kwargs", ""));

    private UnsupportedFields() {}

    /// Refuses a request that asks for what is not there.
    ///
    /// @param supported names that this endpoint obeys
    /// @throws RequestException naming the field
    public static void refuse(JsonFields json, Set<String> supported) {
        for (Map.Entry<String, String> field : NEUTRAL.entrySet()) {
            json.node(field.getKey())
                    .filter(value -> !supported.contains(field.getKey()))
                    .filter(value -> asks(value, field.getValue()))
                    .ifPresent(_ -> {
                        throw unsupported(field.getKey());
                    });
        }
        json.node("modalities")
                .filter(value -> !value.valueStream().allMatch(UnsupportedFields::isText))
                .ifPresent(_ -> {
                    throw unsupported("modalities");
                });
    }

    /// What is said of a field that cannot be obeyed.
    public static RequestException unsupported(String name) {
        String shown = name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
        return RequestException.invalid(
                shown,
                shown
                        + " is not supported by this server, and the answer would not be what it"
                        + " asks for; leave it out");
    }

    /// @param neutral values that ask for nothing, between bars; a dash where an empty object asks
    private static boolean asks(JsonNode value, String neutral) {
        if (value.isContainer()) {
            return !value.isEmpty() || neutral.equals("-");
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number != 0 && !(neutral.equals("1") && number == 1);
        }
        String text = value.asString();
        return !text.isEmpty() && !("|" + neutral + "|").contains("|" + text + "|");
    }

    private static boolean isText(JsonNode modality) {
        return modality.isString() && modality.stringValue().equals("text");
    }
}
