package dev.glimpse.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.runtime.grammar.Grammar;
import dev.glimpse.runtime.grammar.GrammarRun;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever is drawn token by token under a schema's grammar is JSON that the schema accepts.
class RandomSchemaTest {
    private static final int SCHEMAS = 400;
    private static final int MOST_TOKENS = 400;

    @Test
    void everyTextOfARandomSchemaValidates() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var vocabulary = GrammarRun.vocabulary(random);
        int complete = 0;
        for (int round = 0; round < SCHEMAS; round++) {
            ObjectNode schema = new RandomSchema(random).root();
            String what = "seed " + seed + ", round " + round + ", schema " + schema;
            Grammar grammar = SchemaGrammar.of(schema.toString());
            Optional<String> text = GrammarRun.draw(grammar, vocabulary, MOST_TOKENS, random);
            if (text.isPresent()) {
                complete++;
                JsonNode value = RandomSchema.read(text.get());
                assertThat(new NaiveValidator(schema).accepts(schema, value))
                        .as(what + ", text " + text.get())
                        .isTrue();
            }
        }
        assertThat(complete).as("seed " + seed).isGreaterThan(SCHEMAS / 2);
    }
}
