package dev.glimpse.runtime.schema;

import dev.glimpse.runtime.grammar.CharacterSet;
import dev.glimpse.runtime.grammar.CharacterSet.Range;
import dev.glimpse.runtime.grammar.Expression;
import java.util.ArrayList;
import java.util.List;

/// The whole numbers from one to another as digits, without a zero in front.
final class IntegerRange {
    /// The greatest number that is written: 16 digits.
    static final long MOST = 9_999_999_999_999_999L;

    private IntegerRange() {}

    /// @param least at least -[#MOST]
    /// @param most at least `least`, at most [#MOST]
    static Expression of(long least, long most) {
        var options = new ArrayList<Expression>();
        if (least < 0) {
            Expression negative = magnitudes(Math.max(1, -most), -least);
            options.add(Expression.sequence(new Expression.Literal("-"), negative));
        }
        if (most >= 0) {
            options.add(magnitudes(Math.max(0, least), most));
        }
        return new Expression.Choice(options);
    }

    /// Numbers of each length apart.
    private static Expression magnitudes(long least, long most) {
        var options = new ArrayList<Expression>();
        long from = least;
        while (from <= most) {
            String digits = String.valueOf(from);
            long longest = Long.parseLong("9".repeat(digits.length()));
            options.add(between(digits, String.valueOf(Math.min(longest, most))));
            from = longest + 1;
        }
        return new Expression.Choice(options);
    }

    /// Digits from `least` to `most`, which have the same length.
    private static Expression between(String least, String most) {
        if (least.equals(all('0', least)) && most.equals(all('9', most))) {
            return new Expression.Repeat(digit('0', '9'), least.length(), least.length());
        }
        int same = 0;
        while (same < least.length() && least.charAt(same) == most.charAt(same)) {
            same++;
        }
        Expression begin = new Expression.Literal(least.substring(0, same));
        if (same == least.length()) {
            return begin;
        }
        char low = least.charAt(same);
        char high = most.charAt(same);
        String lowRest = least.substring(same + 1);
        String highRest = most.substring(same + 1);
        var options = new ArrayList<Expression>();
        options.add(Expression.sequence(digit(low, low), between(lowRest, all('9', lowRest))));
        if (high - low > 1) {
            options.add(
                    Expression.sequence(
                            digit((char) (low + 1), (char) (high - 1)),
                            between(all('0', lowRest), all('9', lowRest))));
        }
        options.add(Expression.sequence(digit(high, high), between(all('0', highRest), highRest)));
        return new Expression.Sequence(List.of(begin, new Expression.Choice(options)));
    }

    private static String all(char digit, String like) {
        return String.valueOf(digit).repeat(like.length());
    }

    private static Expression digit(char first, char last) {
        return new Expression.OneOf(CharacterSet.of(new Range(first, last)));
    }
}
