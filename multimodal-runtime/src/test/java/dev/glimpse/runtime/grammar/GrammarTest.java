package dev.glimpse.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glimpse.runtime.fault.InvalidRequestException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "root ::= \"yes\" ; \"no\"                     | yes,no           | y,yesno,``",
                "root ::= [a-c]+ [^a-z]?                       | a,abc,b!         | d,ab!!,``",
                "root ::= \"a\"{2,3} \"b\"{0} \"c\"{1,}        | aac,aaacc        | ac,aaaac,aabc",
                "root ::= (\"a\" ; \"b\" \"c\")* \"d\"         | d,abcad          | abd,ad!",
                "root ::= .                                    | x,é,图,🙂        | xx,``",
                "root ::= [é-ü图🙂]                            | é,ü,图,🙂        | e,ý,像,😀",
                "root ::= [^\\x00-\\x7F]                       | é,图,🙂          | a,~",
                "root ::= \"\\u56fe\" \"\\U0001F642\" \"\\t\"? | 图🙂             | 图",
                "root ::= a b#c \"x\"~a ::= \"1\"~ # no~b ::= \"2\" ; \"3\" | 12,13 | 1,12x",
                "root ::= \"(\" root \")\" ; \"\"              | ``,(),((()))     | (,)(,(()",
                "root ::= (\"\"*)* \"x\" (\"\" ; \"y\")*       | x,xyy            | ``,y",
                "root ::= [a\\-\\]] [-x] [x-]                  | axx,--x,]x-      | bxx",
            })
    void readsWhatItSays(String grammar, String accepted, String refused) {
        var compiled = Grammar.parse(grammar.replace(';', '|').replace('~', '\n'));
        for (String text : accepted.replace("``", "").split(",", -1)) {
            assertThat(GrammarRun.accepts(compiled, text)).as(text).isTrue();
        }
        for (String text : refused.replace("``", "").split(",", -1)) {
            assertThat(GrammarRun.accepts(compiled, text)).as(text).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                             | no rule root",
                "x ::= \"a\"                    | no rule root",
                "root = \"a\"                   | line 1, column 6: expected ::=",
                "root ::= \"a                   | ends before the text's closing quote",
                "root ::= [a                    | ends before the set's closing ]",
                "root ::= (\"a\"                | expected )",
                "root ::= \"a\")                | did not expect ')'",
                "root ::= *                     | nothing stands before '*'",
                "root ::= \"a\"{3,2}            | a repetition of 3 to 2",
                "root ::= \"a\"{x}              | expected a number",
                "root ::= \"a\"{1000000}        | more than 100000 times",
                "root ::= \"\\q\"               | unknown escape \\q",
                "root ::= \"\\ud800\"           | is no character",
                "root ::= []                    | the set has no character",
                "root ::= [z-a]                 | ends before it begins",
                "root ::= <think>               | tokens such as <name>",
                "root ::= \"a\"~root ::= \"b\"  | line 2, column 1: rule root is there twice",
                "root ::= other                 | root refers to other, which is not defined",
                "root ::= root \"a\"            | left recursion",
                "root ::= a~a ::= b*~b ::= \"\" a | left recursion",
                "root ::= e root~e ::= \"\"     | left recursion",
            })
    void refusesWhatIsNoGrammar(String grammar, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grammar.parse(grammar.replace('~', '\n')))
                .withMessageContaining(reason);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void hostileGrammarsEndQuickly() {
        refuses("root ::= " + "(".repeat(100_000), "parentheses");
        refuses("root ::= " + "\"a\" ".repeat(100_000), "characters");
        refuses("root ::= ((((\"a\"{9999}){9999}){9999}){9999})", "states");
        refuses("root ::= ((((\"\"{9999}){9999}){9999}){9999})", "repetitions");
        var chain = new StringBuilder("root ::= r0\n");
        for (int i = 0; i < 15_000; i++) {
            chain.append("r").append(i).append("::=r").append(i + 1).append('\n');
        }
        assertThat(GrammarRun.accepts(Grammar.parse(chain + "r15000::=\"x\""), "x")).isTrue();
        refuses(chain + "r15000::=r1", "left recursion");
    }

    private static void refuses(String grammar, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grammar.parse(grammar))
                .withMessageContaining(reason);
    }

    /// llama.cpp keeps a stack for each way to read a text: twice as many with each character here.
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void ambiguityIsBounded() {
        var grammar = Grammar.parse("root ::= a\na ::= \"x\" a \"y\" | \"x\" a \"z\" | \"x\"");
        assertThatThrownBy(() -> GrammarRun.accepts(grammar, "x".repeat(60)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too many ways");
        var vocabulary = GrammarRun.vocabulary(new Random(1));
        var wide = Grammar.parse("root ::= (" + "[a-z]* | ".repeat(3000) + "[0-9])*");
        assertThatThrownBy(() -> filter(wide, vocabulary).allowed())
                .isInstanceOf(InvalidRequestException.class);
    }

    private static GrammarFilter filter(Grammar grammar, VocabularyTokens vocabulary) {
        return new GrammarFilter(grammar, vocabulary, new BitSet(), Optional.empty());
    }

    /// For random grammars, the set of allowed tokens is what reading each token says.
    @Test
    void allowedTokensAreThoseThatCanBeRead() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var vocabulary = GrammarRun.vocabulary(random);
        for (int round = 0; round < 60; round++) {
            var grammar = Grammar.parse("root ::= " + randomExpression(random, 4));
            var filter = filter(grammar, vocabulary);
            for (int step = 0; step < 8; step++) {
                BitSet allowed;
                try {
                    allowed = filter.allowed();
                } catch (InvalidRequestException _) {
                    break; // an empty text only, which no token but the end is
                }
                for (int token = 0; token < vocabulary.size(); token++) {
                    assertThat(filter.allows(token))
                            .as("seed " + seed + ", token " + token)
                            .isEqualTo(allowed.get(token));
                }
                allowed.clear(vocabulary.size() - 1);
                if (allowed.isEmpty()) {
                    break;
                }
                int[] tokens = allowed.stream().toArray();
                filter.accept(tokens[random.nextInt(tokens.length)]);
            }
        }
    }

    /// Grammars without recursion are regular: Java's own expressions say the same of texts.
    @Test
    void drawnTextsMatchTheSameRegularExpression() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var vocabulary = GrammarRun.vocabulary(random);
        int complete = 0;
        for (int round = 0; round < 200; round++) {
            String gbnf = randomExpression(random, 3);
            var pattern = Pattern.compile(gbnf.replace(" ", "").replaceAll("\"(.)\"", "$1"));
            var text = GrammarRun.draw(Grammar.parse("root ::= " + gbnf), vocabulary, 60, random);
            complete += text.isPresent() ? 1 : 0;
            text.ifPresent(
                    drawn -> assertThat(drawn).as("seed " + seed + ", " + gbnf).matches(pattern));
        }
        assertThat(complete).as("seed " + seed).isGreaterThan(100);
    }

    private static String randomExpression(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return random.nextBoolean()
                    ? "\"" + (char) ('a' + random.nextInt(5)) + "\""
                    : List.of("[a-c]", "[^a-y]", "[x-z0-9é]").get(random.nextInt(3));
        }
        String inner = randomExpression(random, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                    "("
                            + inner
                            + ")"
                            + List.of("*", "+", "?", "{1,3}", "{2}").get(random.nextInt(5));
            case 1 -> "(" + inner + " | " + randomExpression(random, depth - 1) + ")";
            default -> inner + " " + randomExpression(random, depth - 1);
        };
    }

    @Test
    void whatTheVocabularyCannotSpellIsRefused() {
        var ends = new BitSet();
        ends.set(1);
        var vocabulary = new VocabularyTokens(List.of(new byte[] {'a'}, new byte[0]), ends);
        var filter = filter(Grammar.parse("root ::= \"ab\""), vocabulary);
        filter.accept(0);
        assertThatThrownBy(filter::allowed)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("vocabulary cannot write");
    }

    @Test
    void grammarWaitsForTheEndOfThinking() {
        var random = new Random(3);
        var vocabulary = GrammarRun.vocabulary(random);
        int end = vocabulary.size() - 1;
        var tag = new GrammarFilter.EndOfThinking("</t>", -1);
        var filter =
                new GrammarFilter(
                        Grammar.parse("root ::= \"7\""),
                        vocabulary,
                        new BitSet(),
                        Optional.of(tag));
        for (char c : "no <//t> </t".toCharArray()) {
            assertThat(filter.allows(end)).isFalse();
            assertThat(filter.allowed().get(end)).isFalse();
            assertThat(filter.allows(c)).isTrue();
            filter.accept(c);
        }
        filter.accept('>');
        assertThat(filter.allows('x')).isFalse();
        assertThat(filter.allowed().stream()).containsExactly((int) '7');
        filter.accept('7');
        assertThat(filter.allowed().stream()).containsExactly(end);
    }
}
