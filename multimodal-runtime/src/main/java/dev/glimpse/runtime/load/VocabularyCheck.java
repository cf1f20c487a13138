package dev.glimpse.runtime.load;

import dev.glimpse.bindings.gguf.GgufFile;
import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import dev.glimpse.bindings.gguf.TensorInfo;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What llama.cpp v0.5.0 trusts of a tokenizer (`llama_vocab::impl::load`): another tokenizer than
/// it knows, a token that is there twice, or no token for a byte ends the process.
final class VocabularyCheck {
    private static final String TOKENIZER = "tokenizer.ggml.";

    /// Tokens whose ids are used; llama.cpp passes over a wrong id, and the model would never stop.
    private static final List<String> USED = List.of("bos", "eos", "eot", "eom");

    /// How a file says that there is no such token, in 32 bits.
    private static final long NONE = 0xFFFF_FFFFL;

    private static final Set<String> WITHOUT_BYTES = Set.of("bert", "rwkv", "whitespace");

    /// llama.cpp's LLAMA_TOKEN_TYPE_BYTE.
    private static final int BYTE_TOKEN = 6;

    private final GgufFile file;
    private final List<GgufValue> tokens;

    VocabularyCheck(GgufFile file) {
        this.file = file;
        tokens = texts("tokens");
    }

    /// @param width floats in a row of the token table
    void check(int width) {
        String kind = file.text(TOKENIZER + "model").orElse("none");
        if (kind.equals("none") || kind.equals("no_vocab") || tokens.isEmpty()) {
            throw fault(
                    "has no tokenizer (tokenizer.ggml.model is "
                            + kind
                            + ", "
                            + tokens.size()
                            + " tokens)");
        }
        atLeast("scores");
        atLeast("token_type");
        if (WITHOUT_BYTES.contains(kind) && hasByteTokens()) {
            throw fault("has tokens for bytes, which a " + kind + " tokenizer does not know");
        }
        Set<String> texts = everyTokenOnce();
        if (kind.equals("llama")) {
            bytesHaveTokens(texts);
        }
        USED.forEach(this::id);
        table(width);
    }

    private boolean hasByteTokens() {
        return file.array(TOKENIZER + "token_type").orElse(List.of()).stream()
                .anyMatch(type ->
                        type instanceof GgufValue.Int(_, long number) && number == BYTE_TOKEN);
    }

    private List<GgufValue> texts(String name) {
        String key = TOKENIZER + name;
        return switch (file.metadata().get(key)) {
            case GgufValue.Array(GgufType type, List<GgufValue> values)
                    when type == GgufType.STRING ->
                    values;
            case null -> throw fault("has no " + key + "; it is damaged or no text model");
            case GgufValue other ->
                    throw fault("has " + key + " of type " + other.typeName() + "; expected texts");
        };
    }

    private void atLeast(String name) {
        String key = TOKENIZER + name;
        file.array(key)
                .filter(values -> values.size() < tokens.size())
                .ifPresent(values -> {
                    throw fault(
                            "has "
                                    + tokens.size()
                                    + " tokens, but "
                                    + values.size()
                                    + " values of "
                                    + key);
                });
    }

    private Set<String> everyTokenOnce() {
        Map<String, Integer> seen = HashMap.newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            Integer before = seen.put(text(id), id);
            if (before != null) {
                throw fault(
                        "has the same text as tokens " + before + " and " + id + "; it is damaged");
            }
        }
        return seen.keySet();
    }

    /// A token as llama.cpp reads it: up to a zero byte, and an empty one is given a name.
    private String text(int id) {
        String text = ((GgufValue.Text) tokens.get(id)).value();
        int end = text.indexOf('\0');
        String cut = end < 0 ? text : text.substring(0, end);
        return cut.isEmpty() ? "[EMPTY_" + id + "]" : cut;
    }

    /// SentencePiece spells what it has no token for in bytes.
    private void bytesHaveTokens(Set<String> texts) {
        for (int value = 0; value < 256; value++) {
            boolean asItself = value < 0x80 && texts.contains(String.valueOf((char) value));
            if (!asItself && !texts.contains(String.format(Locale.ROOT, "<0x%02X>", value))) {
                throw fault("has no token for the byte " + value + "; it is damaged");
            }
        }
    }

    private void id(String name) {
        String key = TOKENIZER + name + "_token_id";
        if (file.metadata().get(key) instanceof GgufValue.Int(_, long id)
                && id != NONE
                && (id < -1 || id >= tokens.size())) {
            throw fault("has " + key + " = " + id + ", but " + tokens.size() + " tokens");
        }
    }

    private void table(int width) {
        TensorInfo table =
                file.tensor("token_embd.weight")
                        .orElseThrow(() -> fault("has no tensor token_embd.weight"));
        if (table.shape().size() != 2
                || table.shape().getFirst() != width
                || table.shape().getLast() < tokens.size()) {
            throw fault(
                    "has token_embd.weight of "
                            + table.shapeText()
                            + "; expected "
                            + width
                            + " by "
                            + tokens.size()
                            + " tokens");
        }
    }

    private ModelLoadException fault(String what) {
        return new ModelLoadException(file.path() + " " + what);
    }
}
