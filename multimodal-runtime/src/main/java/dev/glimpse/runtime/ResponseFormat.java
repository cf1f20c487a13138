package dev.glimpse.runtime;

import dev.glimpse.runtime.grammar.Grammar;
import dev.glimpse.runtime.schema.SchemaGrammar;
import java.util.Optional;

/// The form that an answer must have: any text, JSON, or a text of a grammar. A model that thinks
/// first does so freely. The answer has the form unless it is cut off, which [FinishReason#LENGTH]
/// says; what it says in that form is the model's.
///
/// Immutable, thread-safe; may serve many requests.
public final class ResponseFormat {
    /// Any text.
    public static final ResponseFormat TEXT = new ResponseFormat(Optional.empty());

    private final Optional<Grammar> grammar;

    private ResponseFormat(Optional<Grammar> grammar) {
        this.grammar = grammar;
    }

    /// A JSON object.
    public static ResponseFormat jsonObject() {
        return new ResponseFormat(Optional.of(SchemaGrammar.anyObject()));
    }

    /// JSON that a schema accepts. Properties come in the schema's order, and none that it does not
    /// name unless `additionalProperties` asks for them; `oneOf` is read as `anyOf`.
    ///
    /// @param schema a JSON schema: `type`, `enum`, `const`, `properties`, `required`,
    ///   `additionalProperties`, `items`, `prefixItems`, `minItems`, `maxItems`, `minLength`,
    ///   `maxLength`, `pattern`, `format` (date, time, date-time, uuid), `minimum` and `maximum` of
    ///   integers, `anyOf`, `oneOf`, `allOf` of objects, `$ref` within it, `nullable`
    /// @throws IllegalArgumentException if it is no JSON, or has another keyword, naming the place
    public static ResponseFormat jsonSchema(String schema) {
        return new ResponseFormat(Optional.of(SchemaGrammar.of(schema)));
    }

    /// A text of the rule `root` of a grammar.
    ///
    /// @param gbnf in llama.cpp's notation, without tokens in angle brackets
    /// @throws IllegalArgumentException if it is no grammar, naming line and column
    public static ResponseFormat grammar(String gbnf) {
        return new ResponseFormat(Optional.of(Grammar.parse(gbnf)));
    }

    Optional<Grammar> grammar() {
        return grammar;
    }
}
