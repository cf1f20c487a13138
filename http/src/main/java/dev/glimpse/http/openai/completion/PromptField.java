package dev.glimpse.http.openai.completion;

import static dev.glimpse.http.fault.RequestException.invalid;

import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.WholeCharacters;
import dev.glimpse.http.wire.JsonFields;
import dev.glimpse.runtime.PromptInput;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads `prompt`: a text, the numbers of its tokens, or a list of such prompts.
final class PromptField {
    private static final String NAME = "prompt";
    private static final String EXPECTED =
            "a string, an array of strings, an array of token numbers, or an array of such arrays";

    /// Prompts of one request.
    private static final int MAX_PROMPTS = 128;

    private final ContentLimits limits;
    private long chars;

    PromptField(ContentLimits limits) {
        this.limits = limits;
    }

    /// @throws RequestException if there is none, or it is malformed or too long
    List<PromptInput> read(JsonFields json) {
        JsonNode value =
                json.node(NAME)
                        .orElseThrow(() -> invalid(NAME, "prompt is missing; send " + EXPECTED));
        if (value.isString()) {
            return List.of(text(NAME, value));
        }
        if (!value.isArray()) {
            throw JsonFields.wrongType(NAME, value, EXPECTED);
        }
        if (value.isEmpty()) {
            throw invalid(NAME, "prompt is empty; send " + EXPECTED);
        }
        if (value.get(0).isNumber()) {
            return List.of(tokens(NAME, value));
        }
        if (value.size() > MAX_PROMPTS) {
            throw invalid(
                    NAME,
                    "prompt has "
                            + value.size()
                            + " prompts; at most "
                            + MAX_PROMPTS
                            + " are allowed in a request");
        }
        var prompts = new ArrayList<PromptInput>();
        for (JsonNode one : value) {
            String place = NAME + "[" + prompts.size() + "]";
            prompts.add(one.isArray() ? tokens(place, one) : text(place, one));
        }
        return prompts;
    }

    private PromptInput text(String place, JsonNode value) {
        if (!value.isString()) {
            throw JsonFields.wrongType(place, value, "a string or an array of token numbers");
        }
        String text = value.stringValue();
        chars += text.length();
        limits.checkText(chars, NAME);
        return new PromptInput.Text(WholeCharacters.check(place, text));
    }

    private static PromptInput tokens(String place, JsonNode value) {
        var ids = new ArrayList<Integer>();
        for (JsonNode id : value) {
            if (!id.isInt() || id.intValue() < 0) {
                throw JsonFields.wrongType(
                        place + "[" + ids.size() + "]", id, "the number of a token");
            }
            ids.add(id.intValue());
        }
        return new PromptInput.Tokens(ids);
    }
}
