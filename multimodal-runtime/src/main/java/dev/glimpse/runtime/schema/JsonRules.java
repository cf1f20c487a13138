package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.CharacterSet;
import dev.glimpse.runtime.grammar.CharacterSet.Range;
import dev.glimpse.runtime.grammar.Expression;
import dev.glimpse.runtime.grammar.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rules that every grammar for JSON shares. Between tokens there is nothing, a space, or a
/// line's end with up to 20 spaces: enough for compact and for indented JSON, and no place for a
/// model to lose itself in. Numbers have at most 16 digits before and after the point.
final class JsonRules {
    private static final String COMMON =
            """
            json-space ::= (" " | "\\n" " "{0,20})?
            json-value ::= json-object | json-array | json-string | json-number | "true" | "false" | "null"
            json-object ::= "{" json-space (json-member ("," json-space json-member)*)? "}"
            json-member ::= json-string json-space ":" json-space json-value json-space
            json-array ::= "[" json-space (json-item ("," json-space json-item)*)? "]"
            json-item ::= json-value json-space
            json-string ::= "\\"" json-char* "\\""
            json-char ::= [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" ([0-9a-cA-CefEF] json-hex{3} | [dD] [0-7] json-hex{2}))
            json-hex ::= [0-9a-fA-F]
            json-integer ::= "0" | "-"? [1-9] [0-9]{0,15}
            json-number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,16})? ([eE] [-+]? [0-9]{1,2})?
            json-boolean ::= "true" | "false"
            json-null ::= "null"
            format-uuid ::= json-hex{8} "-" json-hex{4} "-" json-hex{4} "-" json-hex{4} "-" json-hex{12}
            format-time ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{1,9})? ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
            format-date-time ::= format-date "T" format-time
            format-date ::= [0-9]{4} "-" month-day | leap-year "-02-29"
            month-day ::= ("01" | "03" | "05" | "07" | "08" | "10" | "12") "-" (day-28 | "29" | "30" | "31") | ("04" | "06" | "09" | "11") "-" (day-28 | "29" | "30") | "02-" day-28
            day-28 ::= "0" [1-9] | "1" [0-9] | "2" [0-8]
            leap-year ::= [0-9]{2} ("0" [48] | [2468] [048] | [13579] [26]) | ([02468] [048] | [13579] [26]) "00"
            """;

    static final Expression SPACE = new Expression.Reference("json-space");
    static final Expression VALUE = new Expression.Reference("json-value");
    static final Expression STRING = new Expression.Reference("json-string");
    static final Expression CHARACTER = new Expression.Reference("json-char");
    static final Expression INTEGER = new Expression.Reference("json-integer");
    static final Expression NUMBER = new Expression.Reference("json-number");
    static final Expression BOOLEAN = new Expression.Reference("json-boolean");
    static final Expression NULL = new Expression.Reference("json-null");
    static final Expression QUOTE = new Expression.Literal("\"");

    /// Characters that stand within quotes as they are.
    static final CharacterSet PLAIN =
            new CharacterSet(List.of(new Range(0, 0x1F)))
                    .plus(CharacterSet.of("\"\\"))
                    .complement();

    private JsonRules() {}

    /// A new set of rules to add to.
    static Map<String, Expression> copy() {
        return new LinkedHashMap<>(Grammar.rules(COMMON));
    }

    /// Any object.
    static Grammar anyObject() {
        Map<String, Expression> rules = copy();
        rules.put(Grammar.ROOT, new Expression.Reference("json-object"));
        return Grammar.of(rules);
    }

    /// One character of a set, escaped where JSON wants it.
    static Expression escaped(CharacterSet characters) {
        var options = new ArrayList<Expression>();
        CharacterSet plain = characters.minus(PLAIN.complement());
        if (!plain.isEmpty()) {
            options.add(new Expression.OneOf(plain));
        }
        for (Range range : characters.minus(PLAIN).ranges()) {
            for (int c = range.first(); c <= range.last(); c++) {
                options.add(new Expression.Literal(Json.escape(c)));
            }
        }
        return options.size() == 1 ? options.getFirst() : new Expression.Choice(options);
    }
}
