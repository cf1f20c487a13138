package dev.glimpse.runtime.load;

import dev.glimpse.bindings.llama.LlamaModel;
import dev.glimpse.bindings.llama.Vocabulary;
import dev.glimpse.runtime.chat.ChatTemplate;
import dev.glimpse.runtime.fault.ModelLoadException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which chat template a model learned.
final class ModelTemplate {
    private ModelTemplate() {}

    /// The template that the model's file has, or the one that its tokens tell of.
    ///
    /// @throws ModelLoadException if there is neither
    static ChatTemplate of(Path file, LlamaModel weights) {
        Vocabulary vocabulary = weights.vocabulary();
        return weights.chatTemplate()
                .map(jinja -> ChatTemplate.compile(jinja, specialTokens(vocabulary)))
                .orElseGet(() -> byTokens(file, vocabulary));
    }

    /// Of models without a template the tokens of the vocabulary tell which one they learned.
    private static ChatTemplate byTokens(Path file, Vocabulary vocabulary) {
        if (vocabulary.controlTexts().containsAll(ChatTemplate.CHAT_ML_TOKENS)) {
            return ChatTemplate.chatMl();
        }
        // These are no control tokens in all files.
        if (IntStream.range(0, vocabulary.size())
                .mapToObj(vocabulary::text)
                .collect(Collectors.toSet())
                .containsAll(ChatTemplate.MINICPM_TOKENS)) {
            return ChatTemplate.miniCpm();
        }
        throw new ModelLoadException(
                file
                        + " has no tokenizer.chat_template, and its vocabulary neither ChatML's"
                        + " tokens nor MiniCPM's <用户> and <AI>; a model that answers questions"
                        + " needs one of these");
    }

    private static Map<String, String> specialTokens(Vocabulary vocabulary) {
        var tokens = new HashMap<String, String>();
        name("bos_token", vocabulary.beginOfSequence(), vocabulary, tokens);
        name("eos_token", vocabulary.endOfSequence(), vocabulary, tokens);
        return tokens;
    }

    private static void name(
            String name, OptionalInt token, Vocabulary vocabulary, Map<String, String> tokens) {
        token.ifPresent(id -> tokens.put(name, vocabulary.text(id)));
    }
}
