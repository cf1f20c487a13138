package dev.glimpse.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.grammar.Grammar;
import dev.glimpse.runtime.grammar.GrammarRun;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaGrammarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "true ! 7;\"x\";[1, 2];{\"a\": null} ! x;[1,]",
                "{\"type\":\"integer\"} ! 0;-7;12 ! 01;1.5;-0",
                "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":123} ! -5;0;99;123 ! -6;124;007",
                "{\"type\":\"integer\",\"exclusiveMinimum\":98,\"exclusiveMaximum\":1002} !"
                        + " 99;100;999;1001 ! 98;1002;0",
                "{\"type\":\"integer\",\"maximum\":-17} ! -17;-20;-100;-9999 ! -16;0;17",
                "{\"type\":\"integer\",\"minimum\":-9223372036854775808,\"maximum\":5} ! -999;5 !"
                        + " 6",
                "{\"type\":\"number\"} ! 0;-1.25;3e+10;1E5 ! .5;1.;+1",
                "{\"type\":\"boolean\"} ! true;false ! null",
                "{\"type\":[\"string\",\"null\"]} ! \"\";null ! 1",
                "{\"type\":\"string\",\"nullable\":true} ! \"a\";null ! 1",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} ! \"ab\";\"图像🙂\";\"a\\n\" !"
                        + " \"a\";\"abcd\"",
                "{\"enum\":[\"a\",1,null,{\"b\":[]}]} ! \"a\";1;null;{\"b\":[]} ! \"b\";2",
                "{\"type\":\"integer\",\"enum\":[\"a\",1]} ! 1 ! \"a\"",
                "{\"const\":\"é\\\"\"} ! \"é\\\"\" ! \"é\"",
                "{\"pattern\":\"^[A-Z]{2}-\\\\d+$\"} ! \"AB-1\";\"XY-007\" !"
                        + " \"A-1\";\"AB-\";\"xAB-1\"",
                "{\"pattern\":\"b|^c\"} ! \"abc\";\"b\";\"cx\" ! \"xc\";\"\"",
                "{\"format\":\"date\"} ! \"2024-02-29\";\"1999-12-31\";\"2000-02-29\" !"
                        + " \"2023-02-29\";\"1900-02-29\";\"2023-04-31\"",
                "{\"format\":\"time\"} ! \"23:59:59Z\";\"00:00:00.5+01:30\" !"
                        + " \"24:00:00Z\";\"12:00\"",
                "{\"format\":\"date-time\"} ! \"2024-01-31T08:00:00Z\" ! \"2024-01-31 08:00:00Z\"",
                "{\"format\":\"uuid\"} ! \"123e4567-e89b-12d3-a456-426614174000\" ! \"123e4567\"",
                "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":3}"
                    + " ! [1];[1,2,3];[ 1, 2 ] ! [];[1,2,3,4];[\"a\"]",
                "{\"type\":\"array\",\"maxItems\":0} ! [];[ ] ! [1]",
                "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]} ! [1,\"a\"] !"
                        + " [1];[\"a\",1];[1,\"a\",2]",
                "{\"prefixItems\":[{\"type\":\"integer\"}],\"items\":{\"type\":\"null\"},\"minItems\":2}"
                    + " ! [1,null];[1,null,null] ! [1];[1,2]",
                "{\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"null\"}},\"required\":[\"b\"]}"
                    + " ! {\"a\":1,\"b\":null};{\"b\":null};{ \"b\": null } !"
                    + " {};{\"a\":1};{\"b\":null,\"a\":1};{\"b\":null,\"c\":1};{\"b\":null,}",
                "{\"properties\":{\"a\":{},\"b\":{}}} ! {};{\"a\":1};{\"b\":[]};{\"a\":1,\"b\":2} !"
                        + " {,\"b\":2};{\"a\":1,,\"b\":2}",
                "{\"properties\":{\"ab\":{\"type\":\"null\"}},\"additionalProperties\":{\"type\":\"integer\"}}"
                    + " ! {};{\"ab\":null};{\"a\":1};{\"ab\":null,\"abc\":2,\"x\":3};{\"\":1} !"
                    + " {\"ab\":1};{\"x\":null};{\"x\":1,\"ab\":null}",
                "{\"type\":\"object\"} ! {};{\"x\":[1]} ! []",
                "{\"type\":\"object\",\"required\":[\"x\"],\"additionalProperties\":{\"type\":\"integer\"}}"
                    + " ! {\"x\":1};{\"x\":1,\"y\":2} ! {};{\"y\":2}",
                "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}]} ! 1;null ! \"\"",
                "{\"allOf\":[{\"$ref\":\"#/$defs/a\"},{\"properties\":{\"y\":{\"type\":\"null\"}},\"required\":[\"y\"]}],\"$defs\":{\"a\":{\"properties\":{\"x\":{\"type\":\"integer\"}}}}}"
                    + " ! {\"x\":1,\"y\":null};{\"y\":null} ! {\"x\":1};{}",
                "{\"$ref\":\"#/$defs/tree\",\"$defs\":{\"tree\":{\"properties\":{\"v\":{\"type\":\"integer\"},\"c\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/tree\"}}},\"required\":[\"v\",\"c\"]}}}"
                    + " ! {\"v\":1,\"c\":[]};{\"v\":1,\"c\":[{\"v\":2,\"c\":[]},{\"v\":3,\"c\":[]}]}"
                    + " ! {\"v\":1};{\"v\":1,\"c\":[1]}",
                "{\"properties\":{\"n\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"null\"}]}},\"required\":[\"n\"]}"
                    + " ! {\"n\":null};{\"n\":{\"n\":null}} ! {\"n\":1}",
            })
    void saysWhatTheSchemaSays(String row) {
        String[] cells = row.split(" ! ", -1);
        Grammar grammar = SchemaGrammar.of(cells[0]);
        for (String text : cells[1].split(";", -1)) {
            assertThat(GrammarRun.accepts(grammar, text)).as(text).isTrue();
        }
        for (String text : cells[2].split(";", -1)) {
            assertThat(GrammarRun.accepts(grammar, text)).as(text).isFalse();
        }
    }

    /// A request's schema may be as long as the request.
    @Test
    void messagesStayShort() {
        String name = "long ".repeat(2_000);
        assertThatThrownBy(() -> SchemaGrammar.of("\"" + name + "\""))
                .hasMessageContaining("expected a schema, found \"long long")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
        assertThatThrownBy(() -> SchemaGrammar.of("{\"properties\":{\"" + name + "\":7}}"))
                .hasMessageContaining("at #/properties/long long")
                .hasMessageContaining("expected a schema, found 7")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                           | offset 1: the text ends",
                "{\"a\":1} x                                 | something follows",
                "{\"type\":\"integer\",\"type\":\"null\"}    | \"type\" is there twice",
                "7                                           | at #: expected a schema, found 7",
                "false                                       | at #: expected a schema, found"
                        + " false",
                "{\"properties\":{\"a\":{\"multipleOf\":3}}} | at #/properties/a/multipleOf: is not"
                        + " supported",
                "{\"not\":{}}                                | at #/not: is not supported",
                "{\"type\":\"object\",\"patternProperties\":{}} | #/patternProperties",
                "{\"type\":\"array\",\"uniqueItems\":true}   | #/uniqueItems",
                "{\"type\":\"number\",\"minimum\":0}         | #/minimum: is supported for integers"
                        + " only",
                "{\"type\":\"date\"}                         | unknown type date",
                "{\"type\":[]}                               | expected a name or names of types",
                "{\"format\":\"email\"}                      | 'email' is not supported; allowed:"
                        + " date",
                "{\"pattern\":\"(?=a)\"}                     | offset 2: groups that begin with (?",
                "{\"pattern\":\"a\\\\b\"}                    | \\b is not supported",
                "{\"pattern\":\"a(^b)\"}                     | ^ stands where it means nothing",
                "{\"pattern\":\"(a$)b\"}                     | anchors only at the begin and end",
                "{\"pattern\":\"a{99999}\"}                  | up to 10000",
                "{\"pattern\":\"a\",\"maxLength\":3}         | beside minLength or maxLength",
                "{\"type\":\"string\",\"maxLength\":1000000} | is 1000000; allowed: 0 to 10000",
                "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2} | is 3, more than maxLength"
                        + " 2",
                "{\"type\":\"array\",\"minItems\":3,\"maxItems\":2} | more items than it allows",
                "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4} | from 5 to 4",
                "{\"type\":\"integer\",\"exclusiveMinimum\":9223372036854775807} | there is none",
                "{\"type\":\"integer\",\"exclusiveMaximum\":-9223372036854775808} | there is none",
                "{\"type\":\"integer\",\"minimum\":0.5}      | expected a whole number",
                "{\"type\":\"integer\",\"maximum\":1e300}    | expected a whole number",
                "{\"enum\":[]}                               | something in it",
                "{\"type\":\"null\",\"enum\":[1]}            | no value is of the type",
                "{\"properties\":{},\"required\":[\"a\"]}    | 'a' is not one of the properties",
                "{\"minLength\":1,\"minItems\":2}            | speaks of array and string",
                "{\"$ref\":\"#/$defs/x\"}                    | points at nothing",
                "{\"$ref\":\"http://x.example/y\"}           | must point into the schema",
                "{\"$ref\":\"#\"}                            | left recursion",
                "{\"anyOf\":[{\"$ref\":\"#\"}]}              | left recursion",
                "{\"anyOf\":[{}],\"type\":\"null\"}          | #/anyOf: is not supported beside",
                "{\"allOf\":[{\"type\":\"integer\"},{}]}     | objects only",
                "{\"allOf\":[{\"$ref\":\"#/allOf/0\"},{}]}   | refers to itself",
                "{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"null\"}}},{\"properties\":{\"a\":{\"type\":\"string\"}}}]}"
                    + " | in two ways",
            })
    void refusesByNameAndPlace(String schema, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaGrammar.of(schema))
                .withMessageContaining(reason);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void hostileSchemasEndQuickly() {
        refuses("[".repeat(200_000), "within each other");
        refuses("{\"items\":".repeat(80) + "{}" + "}".repeat(80), "within each other");
        refuses("\"" + "x".repeat(300_000) + "\"", "characters");
        refuses("{\"a\":" + "9".repeat(100_000) + "}", "not supported");
        String huge = "{\"type\":\"array\",\"maxItems\":10000,\"items\":";
        assertThat(GrammarRun.accepts(SchemaGrammar.of(huge + huge + huge + "{}}}}"), "[[[1]]]"))
                .isTrue();
        refuses("{\"pattern\":\"((((a{9999}){9999}){9999}){9999})\"}", "");
        refuses("{\"pattern\":\"" + "(".repeat(50_000) + "\"}", "within each other");
        var doubling = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (int i = 0; i < 200; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            doubling.append("\"d" + i + "\":{\"prefixItems\":[" + next + "," + next + "]},");
        }
        String deep = doubling + "\"d200\":{\"type\":\"null\"}}}";
        assertThat(GrammarRun.accepts(SchemaGrammar.of(deep), "[".repeat(200))).isFalse();
    }

    private static void refuses(String schema, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaGrammar.of(schema))
                .withMessageContaining(reason);
    }

    @Test
    void anyObjectIsAnObject() {
        Grammar grammar = SchemaGrammar.anyObject();
        assertThat(GrammarRun.accepts(grammar, "{\"a\": [1, {\"b\": \"\\u00e9\"}]}")).isTrue();
        assertThat(GrammarRun.accepts(grammar, "[1]")).isFalse();
    }
}
